using DataAccess.Conformance;

namespace DataAccess.Migrations.Tests.Squashing;

[Collection("PostgreSQL")]
public sealed class PostgreSqlSquashTests() : SquashSuite(PostgreSqlEngine.Shared);
