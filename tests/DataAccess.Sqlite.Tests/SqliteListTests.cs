using DataAccess.Conformance;

namespace DataAccess.Sqlite.Tests;

public sealed class SqliteListTests() : ListSuite(new SqliteEngine());
