using System.CommandLine;
using DataAccess.Migrations;

namespace DataAccess.Cli.Commands;

/// <summary>Which kind of database files are meant for: said, or taken from the URL's database, which is not connected to.</summary>
internal sealed class EngineOptions
{
    private readonly Option<string?> _engine = new("--engine") { Description = "The kind of database, where no URL says it." };

    private readonly UrlOptions _url;

    public EngineOptions(UrlOptions url)
    {
        _url = url;
        _engine.AcceptOnlyFromAmong("postgresql", "mysql", "mariadb", "sqlite");
    }

    public void AddTo(Command command) => command.Add(_engine);

    /// <summary>What <c>--engine</c> says; null where it is not given.</summary>
    public MigrationDatabase? Given(ParseResult result)
        => result.GetValue(_engine) is { } name ? Enum.Parse<MigrationDatabase>(name, ignoreCase: true) : null;

    /// <exception cref="UsageException">Neither says which.</exception>
    public async Task<MigrationDatabase> FindAsync(ParseResult result)
    {
        if (Given(result) is { } given)
        {
            return given;
        }

        if (!_url.IsGiven(result))
        {
            throw new UsageException("Say which database: --engine postgresql, mysql, mariadb or sqlite, or its --url.");
        }

        await using var database = _url.Open(result);
        return database.Provider.SystemName switch
        {
            "postgresql" => MigrationDatabase.PostgreSql,
            "mysql" => _url.Text(result).StartsWith("mariadb:", StringComparison.OrdinalIgnoreCase) ? MigrationDatabase.MariaDb : MigrationDatabase.MySql,
            _ => MigrationDatabase.Sqlite,
        };
    }
}
