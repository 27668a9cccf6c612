using DataAccess.Conformance;

namespace DataAccess.Migrations.Tests.Runs;

public sealed class SqliteMigrationTests() : MigrationSuite(new SqliteEngine());
