using System.Data.Common;

namespace DataAccess.Conformance.Faults;

/// <summary>PostgreSQL.</summary>
public sealed class PostgreSqlTarget : ServerTarget
{
    public override string OtherSessions
        => "select pid::bigint from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()";

    public override string LockWaits => "select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'";

    public override string BePatientWithDeadlocks => "set local deadlock_timeout = '1min'";

    public override string ShortLockTimeout => Alter("set lock_timeout = 1000");

    public override string UsualLockTimeout => Alter("reset lock_timeout");

    public override string NumberingColumn => "bigint generated always as identity primary key";

    public override IReadOnlyList<string> Triggers => FaultTriggers.OnPostgreSql;

    public override IReadOnlyList<string> DropTriggers => FaultTriggers.DropOnPostgreSql;

    // A fast shutdown; TERM would wait for the sessions.
    public override string ShutdownSignal => "INT";

    protected override string HostKeyword => "Host";

    public override string Kill(long session) => $"select pg_terminate_backend({session})";

    // As a role or a database may be set for all its sessions.
    public override void Vary(DbConnectionStringBuilder builder, Random random)
    {
        string[] settings = ["default_transaction_isolation=serializable", "default_transaction_isolation=repeatable\\ read", "standard_conforming_strings=off"];
        if (random.Next(4) == 0)
        {
            builder["Options"] = $"-c {settings[random.Next(settings.Length)]}";
        }
    }

    public override WireProtocol CreateWire() => new PostgreSqlWire();

    /// <summary>Changes what new sessions of the database begin with.</summary>
    public static string Alter(string change)
        => $"do $do$ begin execute format('alter database %I {change}', current_database()); end $do$";

    protected override void Unencrypt(DbConnectionStringBuilder builder) => builder["SSL Mode"] = "Disable";
}
