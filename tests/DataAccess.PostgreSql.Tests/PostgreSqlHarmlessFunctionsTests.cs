using DataAccess.Conformance;
using DataAccess.PostgreSql.Sql;
using Xunit;

namespace DataAccess.PostgreSql.Tests;

/// <summary>The functions that are known as harmless are what the server's own catalogue calls immutable or stable.</summary>
public sealed class PostgreSqlHarmlessFunctionsTests() : DatabaseSuite(PostgreSqlEngine.Shared)
{
    /// <summary>Not the same each time, or after a while; they change nothing all the same.</summary>
    private static readonly string[] Varying =
    [
        "array_sample", "array_shuffle", "bernoulli", "clock_timestamp", "current_query", "gen_random_uuid", "lo_get", "pg_blocking_pids", "pg_current_wal_lsn",
        "pg_database_size", "pg_indexes_size", "pg_is_in_recovery", "pg_last_wal_replay_lsn", "pg_last_xact_replay_timestamp", "pg_lock_status",
        "pg_partition_ancestors", "pg_partition_tree", "pg_relation_size", "pg_sleep", "pg_sleep_for", "pg_sleep_until", "pg_table_size", "pg_tablespace_size",
        "pg_total_relation_size", "random", "random_normal", "system", "timeofday", "uuidv4", "uuidv7",
    ];

    [Fact]
    public async Task None_is_volatile_but_those_that_only_look()
    {
        string[] names = [.. PostgreSqlFunctions.Harmless];
        var isVolatile = await Db.QueryAsync<string>(
            $"select distinct proname::text from pg_proc where pronamespace = 'pg_catalog'::regnamespace and provolatile = 'v' and proname::text in {names}", Token);

        Assert.Empty(isVolatile.Except(Varying, StringComparer.Ordinal));
    }
}
