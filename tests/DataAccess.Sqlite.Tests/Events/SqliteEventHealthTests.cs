using DataAccess.Conformance;

namespace DataAccess.Sqlite.Tests;

public sealed class SqliteEventHealthTests() : EventHealthSuite(new SqliteEngine());
