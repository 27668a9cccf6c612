using System.CommandLine;
using DataAccess.Migrations;

namespace DataAccess.Cli.Commands;

/// <summary>Which engine files are for: given by <c>--engine</c>, or taken from the URL without connecting.</summary>
internal sealed class EngineOptions
{
    private readonly Option<string?> _engine = new("--engine") { Description = "The engine the files are for, if no URL is given." };

    private readonly UrlOptions _url;

    public EngineOptions(UrlOptions url)
    {
        _url = url;
        _engine.Validators.Add(static result =>
        {
            if (result.GetValueOrDefault<string?>() is { } name && EngineRegistry.Find(name) is null)
            {
                result.AddError($"'{name}' is not an engine. Use one of: {string.Join(", ", EngineRegistry.DatabaseNames)}.");
            }
        });
    }

    public void AddTo(Command command) => command.Add(_engine);

    /// <summary>The engine given by <c>--engine</c>, or null.</summary>
    public MigrationDatabase? Given(ParseResult result)
        => result.GetValue(_engine) is { } name ? EngineRegistry.Find(name)?.Database : null;

    /// <exception cref="UsageException">Neither an engine nor a URL is given.</exception>
    public async Task<MigrationDatabase> FindAsync(ParseResult result)
    {
        if (Given(result) is { } given)
        {
            return given;
        }

        if (!_url.IsGiven(result))
        {
            throw new UsageException($"Specify the database: --engine {string.Join(", ", EngineRegistry.DatabaseNames)}, or its --url.");
        }

        await using var database = _url.Open(result);
        return EngineRegistry.Find(database.Provider, _url.Text(result)).Database;
    }
}
