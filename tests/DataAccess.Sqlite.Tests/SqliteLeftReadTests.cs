using DataAccess.Conformance;

namespace DataAccess.Sqlite.Tests;

public sealed class SqliteLeftReadTests() : LeftReadSuite(new SqliteEngine());
