using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace DataAccess.Sqlite.Sessions;

/// <summary>
/// Prevents a connection from writing, whatever is run on it. <c>query_only</c> rejects each write when it is run, but not the pragma that
/// turns it off, nor a statement that creates another file: an authorizer rejects those,
/// https://www.sqlite.org/c3ref/set_authorizer.html. It does not check inserts, because the tables of an extension prepare some that they
/// never run (R*Tree).
/// </summary>
internal static class SqliteReadGuard
{
    // The codes of https://www.sqlite.org/c3ref/c_alter_table.html
    private const int Pragma = 19;
    private const int Attach = 24;
    private const int Detach = 25;
    private const int Allow = 0;
    private const int Deny = 1;

    private static readonly delegate_authorizer Authorizer = static (_, action, name, value, _, _) => IsAllowed(action, name, value) ? Allow : Deny;

    /// <summary>Pragmas that change something even without a value.</summary>
    private static readonly HashSet<string> Acting = new(StringComparer.OrdinalIgnoreCase) { "incremental_vacuum", "optimize", "wal_checkpoint" };

    /// <summary>Pragmas that only query, or set something for this connection only; https://www.sqlite.org/pragma.html</summary>
    private static readonly HashSet<string> Settable = new(StringComparer.OrdinalIgnoreCase)
    {
        "foreign_key_check", "foreign_key_list", "index_info", "index_list", "index_xinfo", "integrity_check", "quick_check", "table_info",
        "table_list", "table_xinfo", "analysis_limit", "automatic_index", "busy_timeout", "cache_size", "cache_spill", "case_sensitive_like",
        "cell_size_check", "foreign_keys", "full_column_names", "hard_heap_limit", "mmap_size", "read_uncommitted", "reverse_unordered_selects",
        "short_column_names", "soft_heap_limit", "synchronous", "temp_store", "threads", "trusted_schema",
    };

    /// <summary>Enables the guard. Statements that were prepared before are prepared again under it.</summary>
    public static void Apply(SqliteConnection connection)
    {
        using (var command = connection.CreateCommand())
        {
            command.CommandText = "pragma query_only = on";
            command.ExecuteNonQuery();
        }

        Check(connection, raw.sqlite3_set_authorizer(connection.Handle, Authorizer, null));
    }

    /// <summary>Removes the authorizer; <c>query_only</c> is reset like other settings.</summary>
    public static void Lift(SqliteConnection connection)
        => Check(connection, raw.sqlite3_set_authorizer(connection.Handle, default(delegate_authorizer), null));

    private static void Check(SqliteConnection connection, int code) => SqliteException.ThrowExceptionForRC(code, connection.Handle);

    private static bool IsAllowed(int action, utf8z name, utf8z value) => action switch
    {
        // 'vacuum into' attaches the file that it creates.
        Attach or Detach => false,
        Pragma => name.utf8_to_string() is { } pragma && (value.utf8_to_string() is null ? !Acting.Contains(pragma) : Settable.Contains(pragma)),
        _ => true,
    };
}
