using DataAccess.Conformance;

namespace DataAccess.PostgreSql.Tests;

public sealed class PostgreSqlDapperLeaseTests() : DapperLeaseSuite(PostgreSqlEngine.Shared);
