using DataAccess.Conformance;

namespace DataAccess.Sqlite.Tests;

public sealed class SqliteDisposeTests() : DisposeSuite(new SqliteEngine());
