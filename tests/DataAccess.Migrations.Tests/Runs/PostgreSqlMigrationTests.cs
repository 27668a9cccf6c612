using DataAccess.Conformance;

namespace DataAccess.Migrations.Tests.Runs;

[Collection("PostgreSQL")]
public sealed class PostgreSqlMigrationTests() : MigrationSuite(PostgreSqlEngine.Shared);
