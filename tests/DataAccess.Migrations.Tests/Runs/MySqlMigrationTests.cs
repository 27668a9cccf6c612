using DataAccess.Conformance;

namespace DataAccess.Migrations.Tests.Runs;

public sealed class MySqlMigrationTests() : MySqlFamilySuite(MySqlEngine.Shared);
