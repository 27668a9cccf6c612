using System.Collections.Concurrent;
using Npgsql;

namespace DataAccess.PostgreSql.Sessions;

/// <summary>
/// The driver's data sources for a connection string, one for each time limit for opening. Our own, as the driver keeps what it
/// makes itself for a connection string, some 60 KB with the server's types, for ever.
/// </summary>
internal sealed class PostgreSqlSources(string connectionString)
{
    // Npgsql takes no longer timeout.
    private const int LongestTimeout = 1024;

    private readonly ConcurrentDictionary<int, Lazy<NpgsqlDataSource>> _sources = new();

    /// <summary>A closed connection with the user's own time limit for opening.</summary>
    public NpgsqlConnection Connect() => ConnectWithin(0);

    public NpgsqlConnection Connect(TimeSpan connectTimeout)

        // Until it is logged in, Npgsql looks at its own timeout only. It ends a little later than the pool, whose error tells more.
        => ConnectWithin((int)Math.Min(Math.Ceiling(connectTimeout.TotalSeconds) + 1, LongestTimeout));

    /// <summary>Lets go of all; a connection that is open, or made later, is not affected.</summary>
    public void Release()
    {
        foreach (var seconds in _sources.Keys)
        {
            if (_sources.TryRemove(seconds, out var source))
            {
                source.Value.Dispose();
            }
        }
    }

    private NpgsqlConnection ConnectWithin(int seconds)
        => _sources.GetOrAdd(seconds, static (limit, text) => new Lazy<NpgsqlDataSource>(() => Make(text, limit)), connectionString).Value.CreateConnection();

    private static NpgsqlDataSource Make(string text, int seconds)
    {
        var builder = new NpgsqlConnectionStringBuilder(text);
        if (seconds > 0)
        {
            builder.Timeout = builder.Timeout > 0 ? Math.Min(builder.Timeout, seconds) : seconds;
        }

        return NpgsqlDataSource.Create(builder);
    }
}
