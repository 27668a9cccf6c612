using DataAccess.Conformance;

namespace DataAccess.Sqlite.Tests;

public sealed class SqliteQueryTests() : QuerySuite(new SqliteEngine());
