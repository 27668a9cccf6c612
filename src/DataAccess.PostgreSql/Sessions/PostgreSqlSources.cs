using System.Collections.Concurrent;
using Npgsql;

namespace DataAccess.PostgreSql.Sessions;

/// <summary>
/// The driver's data sources for a connection string, one for each timeout for opening. They are created here because the driver keeps
/// those that it creates itself for a connection string, about 60 KB with the server's types, forever.
/// </summary>
internal sealed class PostgreSqlSources : IConnectionSource
{
    // Npgsql accepts no longer timeout.
    private const int LongestTimeout = 1024;

    // By connection string: they differ in the timeout, and in what scripts need.
    private readonly ConcurrentDictionary<string, Lazy<NpgsqlDataSource>> _sources = new(StringComparer.Ordinal);
    private readonly string _connectionString;
    private readonly string? _scriptZone;
    private readonly Action<NpgsqlDataSourceBuilder>? _configure;

    // The password of the connection that is being opened: the driver's callback is not told which that is, and runs in its context.
    private readonly AsyncLocal<string?> _password = new();
    private readonly bool _asksForPassword;

    /// <param name="connectionString">The connection string.</param>
    /// <param name="scriptZone">The time zone that the user's connection string sets, or null for that of the role.</param>
    /// <param name="configure">Configures each data source, or null.</param>
    /// <param name="asksForPassword">Whether the password of each connection is given to <see cref="OpenAsync"/>.</param>
    /// <exception cref="InvalidOptionsException">It changes the connection string, too.</exception>
    public PostgreSqlSources(string connectionString, string? scriptZone, Action<NpgsqlDataSourceBuilder>? configure, bool asksForPassword)
    {
        _asksForPassword = asksForPassword;
        _connectionString = connectionString;
        _scriptZone = scriptZone;
        _configure = configure;
        if (configure is not null && Configured(connectionString, configure).ConnectionString != new NpgsqlConnectionStringBuilder(connectionString).ConnectionString)
        {
            throw new InvalidOptionsException(
                "ConfigureDataSource has changed the connection string. Set what it changed in the URL or connection string that the database is opened with.");
        }
    }

    public bool IsPooled => false;

    public NpgsqlConnection Connect() => Connect(_connectionString);

    public NpgsqlConnection Connect(TimeSpan connectTimeout) => Connect(TextWithin(_connectionString, Seconds(connectTimeout)));

    /// <summary>
    /// The data source is one that the driver keeps, with the server's types: to load them again would make a run of migrations with nothing to do a
    /// third longer. But what the user configures, such as a check of the server's certificate, and passwords are for scripts, too.
    /// </summary>
    public NpgsqlConnection ConnectForScripts(TimeSpan connectTimeout, bool keepsZone)
    {
        var builder = new NpgsqlConnectionStringBuilder(TextWithin(_connectionString, Seconds(connectTimeout))) { IncludeFailedBatchedCommand = true };
        if (keepsZone)
        {
            builder.Timezone = _scriptZone;
        }

        return _asksForPassword || _configure is not null ? Connect(builder.ConnectionString) : new NpgsqlConnection(builder.ConnectionString);
    }

    /// <summary>Opens a connection with a password, which the driver then asks for in this context.</summary>
    public async Task OpenAsync(NpgsqlConnection connection, string password, CancellationToken cancellationToken)
    {
        _password.Value = password;
        await connection.OpenAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Releases all of them; a connection that is open, or created later, is not affected.</summary>
    public void Release()
    {
        foreach (var text in _sources.Keys)
        {
            if (_sources.TryRemove(text, out var source) && source.IsValueCreated)
            {
                source.Value.Dispose();
            }
        }
    }

    // Until it is logged in, Npgsql observes its own timeout only. It expires a little later than the pool's, whose error is more specific.
    private static int Seconds(TimeSpan connectTimeout) => (int)Math.Min(Math.Ceiling(connectTimeout.TotalSeconds) + 1, LongestTimeout);

    private NpgsqlConnection Connect(string text)
        => _sources.GetOrAdd(text, static (text, self) => new Lazy<NpgsqlDataSource>(() => self.Create(text)), this).Value.CreateConnection();

    private NpgsqlDataSource Create(string text)
    {
        if (_configure is null && !_asksForPassword)
        {
            return NpgsqlDataSource.Create(text);
        }

        var builder = Configured(text, _configure);
        if (_asksForPassword)
        {
            builder.UsePasswordProvider(_ => _password.Value ?? "", (_, _) => new ValueTask<string>(_password.Value ?? ""));
        }

        return builder.Build();
    }

    private static NpgsqlDataSourceBuilder Configured(string text, Action<NpgsqlDataSourceBuilder>? configure)
    {
        var builder = new NpgsqlDataSourceBuilder(text);
        configure?.Invoke(builder);
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
