using System.Data.Common;
using DataAccess.MySql;
using DataAccess.PostgreSql;
using MySqlConnector;
using Npgsql;

namespace DataAccess.Benchmarks;

/// <summary>How the contenders reach a server, directly or through a proxy.</summary>
/// <param name="factory">The driver.</param>
/// <param name="url">The server's connection string.</param>
/// <param name="wait">The function that waits for a number of seconds.</param>
internal sealed class PoolServer(DbProviderFactory factory, string url, string wait)
{
    public static PoolServer For(string engine, string url)
        => engine == "postgresql" ? new PoolServer(NpgsqlFactory.Instance, url, "pg_sleep") : new PoolServer(MySqlConnectorFactory.Instance, url, "sleep");

    public DbProviderFactory Factory => factory;

    /// <summary>The server itself.</summary>
    public (string Host, int Port) Address => factory is NpgsqlFactory
        ? new NpgsqlConnectionStringBuilder(url) is var pg ? (pg.Host!, pg.Port) : default
        : new MySqlConnectionStringBuilder(url) is var my ? (my.Server, (int)my.Port) : default;

    public SqlStatement Statement(double milliseconds)
    {
        SqlStatement at0 = $"select {1}";
        return milliseconds == 0 ? at0 : Waiting(milliseconds);
    }

    private SqlStatement Waiting(double milliseconds) => $"select {1} from (select {SqlStatement.Raw(Wait(milliseconds))} as w) as t where w is not null or true";

    /// <summary>The same statement for Dapper.</summary>
    public string Text(double milliseconds)
        => milliseconds == 0 ? "select @a" : $"select @a from (select {Wait(milliseconds)} as w) as t where w is not null or true";

    public Database Open(int? port, Action<ConnectionOptions> configure)
    {
        var connections = new ConnectionOptions { MaxWaiters = 20_000 };
        configure(connections);
        var text = TextFor(port, null, "DataAccess");
        return factory is NpgsqlFactory
            ? PostgreSqlDatabase.Open(text, new PostgreSqlOptions { Connections = connections })
            : MySqlDatabase.Open(text, new MySqlOptions { Connections = connections });
    }

    public string TextFor(int? port, int? poolSize, string name)
    {
        if (factory is NpgsqlFactory)
        {
            var pg = new NpgsqlConnectionStringBuilder(url) { ApplicationName = name };
            (pg.Host, pg.Port) = port is { } at ? ("127.0.0.1", at) : (pg.Host, pg.Port);
            (pg.MaxPoolSize, pg.MaxAutoPrepare, pg.AutoPrepareMinUsages) = poolSize is { } size ? (size, 20, 2) : (pg.MaxPoolSize, 0, pg.AutoPrepareMinUsages);
            pg.Timeout = 60;
            return pg.ConnectionString;
        }

        var my = new MySqlConnectionStringBuilder(url) { ApplicationName = name, ConnectionTimeout = 60 };
        (my.Server, my.Port) = port is { } to ? ("127.0.0.1", (uint)to) : (my.Server, my.Port);
        my.MaximumPoolSize = poolSize is { } most ? (uint)most : my.MaximumPoolSize;
        return my.ConnectionString;
    }

    private string Wait(double milliseconds) => FormattableString.Invariant($"{wait}({milliseconds / 1000})");
}
