using DataAccess.Conformance;

namespace DataAccess.Migrations.Tests.Runs;

public sealed class PostgreSqlMigrationTests() : MigrationSuite(PostgreSqlEngine.Shared);
