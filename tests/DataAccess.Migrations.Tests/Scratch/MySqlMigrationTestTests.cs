using DataAccess.Conformance;

namespace DataAccess.Migrations.Tests.Scratch;

[Collection("MySQL")]
public sealed class MySqlMigrationTestTests() : MigrationTestSuite(MySqlEngine.Shared);
