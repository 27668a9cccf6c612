using DataAccess.Conformance;

namespace DataAccess.Migrations.Tests.Scratch;

[Collection("MariaDB")]
public sealed class MariaDbMigrationTestTests() : MigrationTestSuite(MariaDbEngine.Shared);
