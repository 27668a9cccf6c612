using DataAccess.Conformance;

namespace DataAccess.Migrations.Tests.Snapshots;

[Collection("MariaDB")]
public sealed class MariaDbSnapshotTests() : MySqlSnapshotSuite(MariaDbEngine.Shared)
{
    protected override string Everything => OwnScript;

    protected override IReadOnlyList<string> Mentioned => [.. base.Mentioned, "CREATE SEQUENCE", "WITH SYSTEM VERSIONING", "nextval("];

    internal const string OwnScript = MySqlSnapshotSuite.Script + """
        create sequence counted start with 10 increment by 5;
        create table numbered (id bigint default nextval(counted), `odd ``name` uuid, at inet6) with system versioning;
        """;
}
