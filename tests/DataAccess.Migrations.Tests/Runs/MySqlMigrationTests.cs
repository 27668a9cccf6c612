using DataAccess.Conformance;

namespace DataAccess.Migrations.Tests.Runs;

[Collection("MySQL")]
public sealed class MySqlMigrationTests() : MySqlFamilySuite(MySqlEngine.Shared);
