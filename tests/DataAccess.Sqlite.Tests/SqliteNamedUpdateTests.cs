using DataAccess.Conformance;

namespace DataAccess.Sqlite.Tests;

public sealed class SqliteNamedUpdateTests() : NamedUpdateSuite(new SqliteEngine());
