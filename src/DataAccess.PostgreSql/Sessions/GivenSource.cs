using Npgsql;

namespace DataAccess.PostgreSql.Sessions;

/// <summary>
/// The user's own data source, with its types, callbacks and passwords. It is not disposed here. Its settings cannot be changed, so what cannot be
/// set in a session is checked.
/// </summary>
internal sealed class GivenSource : IConnectionSource
{
    private readonly NpgsqlDataSource _source;

    /// <param name="source">The data source.</param>
    /// <param name="options">The limits.</param>
    /// <param name="isConfigured">Whether the options configure a data source, too.</param>
    /// <exception cref="InvalidOptionsException">The database cannot be used through it; the message names all settings that prevent it.</exception>
    public GivenSource(NpgsqlDataSource source, DatabaseOptions options, bool isConfigured)
    {
        _source = source;
        Settings = new NpgsqlConnectionStringBuilder(source.ConnectionString);
        var problems = Problems(source, Settings, options, isConfigured).ToList();
        if (problems.Count > 0)
        {
            throw new InvalidOptionsException($"The data source of {Settings.Host}/{Settings.Database} cannot be used. {string.Join(" ", problems)}");
        }
    }

    /// <summary>Its connection string, without the password.</summary>
    public NpgsqlConnectionStringBuilder Settings { get; }

    public bool IsPooled => Settings.Pooling;

    public NpgsqlConnection Connect() => _source.CreateConnection();

    public NpgsqlConnection Connect(TimeSpan connectTimeout) => _source.CreateConnection();

    public NpgsqlConnection ConnectForScripts(TimeSpan connectTimeout, bool keepsZone) => _source.CreateConnection();

    public Task OpenAsync(NpgsqlConnection connection, string password, CancellationToken cancellationToken)
        => throw new NotSupportedException("A data source has its own passwords.");

    public void Release()
    {
        // It is the user's.
    }

    private static IEnumerable<string> Problems(NpgsqlDataSource source, NpgsqlConnectionStringBuilder settings, DatabaseOptions options, bool isConfigured)
    {
        if (source is NpgsqlMultiHostDataSource)
        {
            yield return "It has several hosts, of which a connection may get any. Pass dataSource.WithTargetSession(TargetSessionAttributes.Primary), or open the database by its connection string.";
        }

        if (settings.TryGetValue("Multiplexing", out var multiplexing) && Convert.ToBoolean(multiplexing, System.Globalization.CultureInfo.InvariantCulture))
        {
            yield return "Multiplexing is true, so a connection has no session of its own. Set it to false.";
        }

        if (settings.Pooling && settings.MaxPoolSize < options.Connections.MaxConnections)
        {
            yield return Invariant($"Its Maximum Pool Size is {settings.MaxPoolSize}, less than Connections.MaxConnections ({options.Connections.MaxConnections}), so connections would time out. Raise the one or lower the other.");
        }

        if (settings.Pooling && settings.NoResetOnClose)
        {
            yield return "No Reset On Close is true, so its other users would get the sessions of this database as they are. Set it to false, or Pooling to false.";
        }

        if (settings.MaxAutoPrepare > 0)
        {
            yield return Invariant($"Max Auto Prepare is {settings.MaxAutoPrepare}; statements are prepared by Connections.MaxPreparedStatements. Set it to 0.");
        }

        if (isConfigured)
        {
            yield return "ConfigureDataSource is set, and a data source that is built cannot be configured. Configure its NpgsqlDataSourceBuilder.";
        }

        if (options.PasswordProvider is not null || options.TokenProvider is not null)
        {
            yield return "PasswordProvider or TokenProvider is set. Call UsePasswordProvider or UsePeriodicPasswordProvider of its NpgsqlDataSourceBuilder instead.";
        }
    }
}
