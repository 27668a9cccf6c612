using DataAccess.Conformance;

namespace DataAccess.Sqlite.Tests;

public sealed class SqliteDapperLeaseTests() : DapperLeaseSuite(new SqliteEngine());
