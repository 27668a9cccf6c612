using DataAccess.Conformance;

namespace DataAccess.Migrations.Tests.Runs;

[Collection("MariaDB")]
public sealed class MariaDbMigrationTests() : MySqlFamilySuite(MariaDbEngine.Shared);
