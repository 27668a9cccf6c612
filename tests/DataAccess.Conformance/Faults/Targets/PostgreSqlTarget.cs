using System.Data.Common;

namespace DataAccess.Conformance.Faults;

/// <summary>PostgreSQL.</summary>
public sealed class PostgreSqlTarget : ServerTarget
{
    public override string OtherSessions
        => "select pid::bigint from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()";

    public override string LockWaits => "select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'";

    protected override string HostKeyword => "Host";

    public override string Kill(long session) => $"select pg_terminate_backend({session})";

    public override WireProtocol CreateWire() => new PostgreSqlWire();

    protected override void Unencrypt(DbConnectionStringBuilder builder) => builder["SSL Mode"] = "Disable";
}
