using System.Globalization;
using DataAccess.Providers;
using DataAccess.Shared;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace DataAccess.Sqlite.Sessions;

/// <summary>
/// Undoes what was done with a connection that cannot be closed because its data would be lost. Functions and collations that were
/// registered with it are kept.
/// </summary>
internal static class SqliteReset
{
    /// <summary>The settings of a connection, https://www.sqlite.org/pragma.html; without those that are stored in the file.</summary>
    private static readonly string[] Settings =
    [
        "query_only", "writable_schema", "foreign_keys", "defer_foreign_keys", "ignore_check_constraints", "recursive_triggers", "synchronous",
        "automatic_index", "analysis_limit", "busy_timeout", "cache_size", "cache_spill", "cell_size_check", "checkpoint_fullfsync", "fullfsync",
        "full_column_names", "short_column_names", "count_changes", "journal_size_limit", "legacy_alter_table", "locking_mode", "max_page_count",
        "read_uncommitted", "reverse_unordered_selects", "secure_delete", "temp_store", "threads", "trusted_schema", "wal_autocheckpoint",
    ];

    public static async ValueTask RunAsync(SqliteConnection connection, DatabaseProvider provider, CancellationToken cancellationToken)
    {
        if (raw.sqlite3_get_autocommit(connection.Handle) == 0)
        {
            await RawSql.ExecuteAsync(connection, "rollback", cancellationToken).ConfigureAwait(false);
        }

        await RestoreSettingsAsync(connection, provider, cancellationToken).ConfigureAwait(false);
        const string objects = "select 'drop ' || type || ' temp.\"' || replace(name, '\"', '\"\"') || '\"' from temp.sqlite_schema "
            + "where type in ('trigger', 'view', 'table') and name not like 'sqlite\\_%' escape '\\' order by type = 'table'";
        await RunEachAsync(connection, objects, cancellationToken).ConfigureAwait(false);
        const string attached = "select 'detach \"' || replace(name, '\"', '\"\"') || '\"' from pragma_database_list where name not in ('main', 'temp')";
        await RunEachAsync(connection, attached, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Restores every setting that differs from that of a newly opened connection.</summary>
    private static async ValueTask RestoreSettingsAsync(SqliteConnection connection, DatabaseProvider provider, CancellationToken cancellationToken)
    {
        var memory = new SqliteConnectionStringBuilder(connection.ConnectionString) { DataSource = ":memory:", Mode = SqliteOpenMode.ReadWriteCreate, Cache = SqliteCacheMode.Private };
        using var fresh = new SqliteConnection(memory.ConnectionString);
        await provider.OpenAsync(fresh, ConnectionRole.Writer, cancellationToken).ConfigureAwait(false);
        foreach (var setting in Settings)
        {
            var wanted = await RawSql.QueryScalarAsync(fresh, $"pragma {setting}", cancellationToken).ConfigureAwait(false);
            if (wanted is not null && !Equals(wanted, await RawSql.QueryScalarAsync(connection, $"pragma {setting}", cancellationToken).ConfigureAwait(false)))
            {
                await RawSql.ExecuteAsync(connection, string.Create(CultureInfo.InvariantCulture, $"pragma {setting} = {wanted}"), cancellationToken).ConfigureAwait(false);
            }
        }

        // This one cannot be read.
        await RawSql.ExecuteAsync(connection, "pragma case_sensitive_like = off", cancellationToken).ConfigureAwait(false);
    }

    private static async ValueTask RunEachAsync(SqliteConnection connection, string query, CancellationToken cancellationToken)
    {
        var statements = new List<string>();
        using (var command = connection.CreateCommand())
        {
            command.CommandText = query;
            using var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
            while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
            {
                statements.Add(reader.GetString(0));
            }
        }

        foreach (var statement in statements)
        {
            await RawSql.ExecuteAsync(connection, statement, cancellationToken).ConfigureAwait(false);
        }
    }
}
