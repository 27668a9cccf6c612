using System.Data.Common;

namespace DataAccess.Conformance.Faults;

/// <summary>MySQL and MariaDB.</summary>
public sealed class MySqlTarget : ServerTarget
{
    /// <summary>The servers' answer to a statement that a KILL has hit.</summary>
    private static readonly byte[] Interrupted =
        [.. BitConverter.GetBytes(9 + "Query execution was interrupted".Length).AsSpan(0, 3), 1, 0xFF, 1317 & 0xFF, 1317 >> 8, .. "#70100Query execution was interrupted"u8];

    public override string OtherSessions
        => "select cast(id as signed) from information_schema.processlist where db = database() and id <> connection_id()";

    // Only this database's: other tests of the program wait for locks too. MySQL runs what its comment holds, and MariaDB, which
    // has no such table, what its own comment does.
    public override string LockWaits => "select count(*) from "
        + "/*!80000 performance_schema.data_lock_waits w join performance_schema.threads t on t.thread_id = w.requesting_thread_id "
        + "where t.processlist_db = database() */"
        + "/*M! information_schema.innodb_trx t join information_schema.processlist p on p.id = t.trx_mysql_thread_id "
        + "where t.trx_state = 'LOCK WAIT' and p.db = database() */";

    // MariaDB's InnoDB shows what it has shown before, unless nobody has asked for a tenth of a second.
    public override TimeSpan LockWaitsInterval => TimeSpan.FromMilliseconds(250);

    // MySQL has this setting for all databases of a server.
    public override string ShortLockTimeout => "set global innodb_lock_wait_timeout = 1";

    public override string UsualLockTimeout => "set global innodb_lock_wait_timeout = 50";

    public override string NumberingColumn => "bigint not null auto_increment primary key";

    public override IReadOnlyList<string> Triggers => FaultTriggers.OnMySql;

    public override IReadOnlyList<string> DropTriggers => FaultTriggers.DropOnMySql;

    public override IReadOnlyList<string> Modes =>
    [
        "set global autocommit = 0",
        "set global sql_mode = 'NO_BACKSLASH_ESCAPES,STRICT_TRANS_TABLES'",
        "set global sql_mode = ''",
        "set global sql_mode = 'ANSI_QUOTES,PIPES_AS_CONCAT,NO_BACKSLASH_ESCAPES'",
        "set global transaction_isolation = 'SERIALIZABLE'",
    ];

    public override IReadOnlyList<string> UsualModes => ["set global autocommit = 1", "set global sql_mode = default", "set global transaction_isolation = default"];

    public override string ShutdownSignal => "TERM";

    protected override string HostKeyword => "Server";

    public override string Kill(long session) => $"kill {session}";

    /// <summary>Forbids LOAD DATA.</summary>
    public static void ForbidLoadData(DbConnectionStringBuilder builder) => builder["Allow Load Local Infile"] = false;

    public override void Vary(DbConnectionStringBuilder builder, Random random)
    {
        if (random.Next(3) == 0)
        {
            ForbidLoadData(builder);
        }
    }

    // The driver follows a cancel by a statement that a late KILL may hit in the place of any other.
    public override byte[]? LateKill(ReadOnlyMemory<byte> message) => message.Span.IndexOf("SLEEP(0)"u8) >= 0 ? Interrupted : null;

    // Npgsql gives up 2 seconds after a cancel; MySqlConnector only with its command timeout.
    public override void ShortenSilence(DbConnectionStringBuilder builder) => builder["Default Command Timeout"] = 2;

    public override WireProtocol CreateWire() => new MySqlWire();

    protected override void Unencrypt(DbConnectionStringBuilder builder)
    {
        builder["SSL Mode"] = "None";
        builder["Allow Public Key Retrieval"] = true;
    }
}
