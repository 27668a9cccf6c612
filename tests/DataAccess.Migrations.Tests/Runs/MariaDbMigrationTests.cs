using DataAccess.Conformance;

namespace DataAccess.Migrations.Tests.Runs;

public sealed class MariaDbMigrationTests() : MySqlFamilySuite(MariaDbEngine.Shared);
