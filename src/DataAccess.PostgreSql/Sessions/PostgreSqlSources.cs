using System.Collections.Concurrent;
using Npgsql;

namespace DataAccess.PostgreSql.Sessions;

/// <summary>
/// The driver's data sources for a connection string, one for each timeout for opening and each use. They are created here because the driver keeps
/// those that it creates itself for a connection string, about 60 KB with the server's types, forever.
/// </summary>
internal sealed class PostgreSqlSources(string connectionString)
{
    // Npgsql accepts no longer timeout.
    private const int LongestTimeout = 1024;

    private readonly ConcurrentDictionary<(int Seconds, bool ForScripts), Lazy<NpgsqlDataSource>> _sources = new();

    /// <summary>A closed connection with the user's own timeout for opening.</summary>
    public NpgsqlConnection Connect() => Connect(0, forScripts: false);

    public NpgsqlConnection Connect(TimeSpan connectTimeout)
 => Connect(Seconds(connectTimeout), forScripts: false);

    /// <summary>A closed connection, for which the error of a batch names the statement that failed.</summary>
    public NpgsqlConnection ConnectForScripts(TimeSpan connectTimeout) => Connect(Seconds(connectTimeout), forScripts: true);

    /// <summary>Releases all of them; a connection that is open, or created later, is not affected.</summary>
    public void Release()
    {
        foreach (var key in _sources.Keys)
        {
            if (_sources.TryRemove(key, out var source))
            {
                source.Value.Dispose();
            }
        }
    }

    // Until it is logged in, Npgsql observes its own timeout only. It expires a little later than the pool's, whose error is more specific.
    private static int Seconds(TimeSpan connectTimeout) => (int)Math.Min(Math.Ceiling(connectTimeout.TotalSeconds) + 1, LongestTimeout);

    private NpgsqlConnection Connect(int seconds, bool forScripts)
        => _sources.GetOrAdd(
            (seconds, forScripts), static (key, text) => new Lazy<NpgsqlDataSource>(() => Make(text, key.Seconds, key.ForScripts)), connectionString).Value.CreateConnection();

    private static NpgsqlDataSource Make(string text, int seconds, bool forScripts)
    {
        var builder = new NpgsqlConnectionStringBuilder(text);
        builder.IncludeFailedBatchedCommand |= forScripts;
        if (seconds > 0)
        {
            builder.Timeout = builder.Timeout > 0 ? Math.Min(builder.Timeout, seconds) : seconds;
        }

        return NpgsqlDataSource.Create(builder);
    }
}
