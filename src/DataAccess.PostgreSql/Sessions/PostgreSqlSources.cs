using System.Collections.Concurrent;
using Npgsql;

namespace DataAccess.PostgreSql.Sessions;

/// <summary>
/// The driver's data sources for a connection string, one for each timeout for opening. They are created here because the driver keeps
/// those that it creates itself for a connection string, about 60 KB with the server's types, forever.
/// </summary>
internal sealed class PostgreSqlSources
{
    // Npgsql accepts no longer timeout.
    private const int LongestTimeout = 1024;

    private readonly ConcurrentDictionary<int, Lazy<NpgsqlDataSource>> _sources = new();
    private readonly string _connectionString;
    private readonly string? _scriptZone;
    private readonly Action<NpgsqlDataSourceBuilder>? _configure;

    /// <param name="connectionString">The connection string.</param>
    /// <param name="scriptZone">The time zone that the user's connection string sets, or null for that of the role.</param>
    /// <param name="configure">Configures each data source, or null.</param>
    /// <exception cref="InvalidOptionsException">It changes the connection string, too.</exception>
    public PostgreSqlSources(string connectionString, string? scriptZone, Action<NpgsqlDataSourceBuilder>? configure)
    {
        _connectionString = connectionString;
        _scriptZone = scriptZone;
        _configure = configure;
        if (configure is not null && Configured(connectionString, configure).ConnectionString != new NpgsqlConnectionStringBuilder(connectionString).ConnectionString)
        {
            throw new InvalidOptionsException(
                "ConfigureDataSource has changed the connection string. Set what it changed in the URL or connection string that the database is opened with.");
        }
    }

    /// <summary>A closed connection with the user's own timeout for opening.</summary>
    public NpgsqlConnection Connect() => ConnectWithin(0);

    public NpgsqlConnection Connect(TimeSpan connectTimeout) => ConnectWithin(Seconds(connectTimeout));

    /// <summary>
    /// A closed connection, for which the error of a batch names the statement that failed. Its data source is one that the driver keeps,
    /// with the server's types: to load them again would make a run of migrations with nothing to do a third longer.
    /// </summary>
    public NpgsqlConnection ConnectForScripts(TimeSpan connectTimeout, bool keepsZone)
    {
        var builder = new NpgsqlConnectionStringBuilder(TextWithin(_connectionString, Seconds(connectTimeout))) { IncludeFailedBatchedCommand = true };
        if (keepsZone)
        {
            builder.Timezone = _scriptZone;
        }

        return new NpgsqlConnection(builder.ConnectionString);
    }

    /// <summary>Releases all of them; a connection that is open, or created later, is not affected.</summary>
    public void Release()
    {
        foreach (var seconds in _sources.Keys)
        {
            if (_sources.TryRemove(seconds, out var source) && source.IsValueCreated)
            {
                source.Value.Dispose();
            }
        }
    }

    // Until it is logged in, Npgsql observes its own timeout only. It expires a little later than the pool's, whose error is more specific.
    private static int Seconds(TimeSpan connectTimeout) => (int)Math.Min(Math.Ceiling(connectTimeout.TotalSeconds) + 1, LongestTimeout);

    private NpgsqlConnection ConnectWithin(int seconds)
        => _sources.GetOrAdd(
            seconds, static (limit, state) => new Lazy<NpgsqlDataSource>(() => Create(TextWithin(state.Text, limit), state.Configure)), (Text: _connectionString, Configure: _configure)).Value.CreateConnection();

    private static NpgsqlDataSource Create(string text, Action<NpgsqlDataSourceBuilder>? configure)
        => configure is null ? NpgsqlDataSource.Create(text) : Configured(text, configure).Build();

    private static NpgsqlDataSourceBuilder Configured(string text, Action<NpgsqlDataSourceBuilder> configure)
    {
        var builder = new NpgsqlDataSourceBuilder(text);
        configure(builder);
        return builder;
    }

    private static string TextWithin(string text, int seconds)
    {
        var builder = new NpgsqlConnectionStringBuilder(text);
        if (seconds > 0)
        {
            builder.Timeout = builder.Timeout > 0 ? Math.Min(builder.Timeout, seconds) : seconds;
        }

        return builder.ConnectionString;
    }
}
