namespace DataAccess.Cli.Advise;

/// <summary>The sessions of others that a measurement would slow.</summary>
internal static class OtherSessions
{
    /// <summary>How many run a statement or have a transaction open; 0 for a file, which knows of none.</summary>
    public static ValueTask<long> CountAsync(Database database, CancellationToken cancellationToken) => database.Provider.SystemName switch
    {
        "postgresql" => database.QuerySingleAsync<long>(
            $"select count(*) from pg_stat_activity where backend_type = 'client backend' and state <> 'idle' and pid <> pg_backend_pid()", cancellationToken),
        "sqlite" => new(0L),
        _ => database.QuerySingleAsync<long>(
            $"select count(*) from information_schema.processlist where command not in ('Sleep', 'Daemon', 'Binlog Dump') and id <> connection_id() and user not in ('system user', 'event_scheduler')", cancellationToken),
    };
}
