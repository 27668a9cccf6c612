using DataAccess.Conformance;

namespace DataAccess.Migrations.Tests.Snapshots;

[Collection("MySQL")]
public sealed class MySqlSnapshotTests() : MySqlSnapshotSuite(MySqlEngine.Shared);
