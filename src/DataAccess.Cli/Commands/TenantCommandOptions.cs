using System.CommandLine;
using DataAccess.Cli.Terminal;
using DataAccess.Migrations;

namespace DataAccess.Cli.Commands;

/// <summary>The options of the commands that work on many tenants.</summary>
internal sealed class TenantCommandOptions
{
    private readonly Option<string?> _schemas = new("--schemas")
    {
        Description = "Work on many tenants: the schemas of PostgreSQL, or databases of MySQL and MariaDB, whose names match a pattern of LIKE, such as 'tenant_%'; on SQLite files, such as 'tenants/*.db'.",
        HelpName = "PATTERN",
    };

    private readonly Option<string?> _query = new("--tenants-query") { Description = "Work on many tenants: those that this query on the database returns in its first column.", HelpName = "SQL" };

    private readonly Option<int> _parallel = new("--parallel") { Description = "How many tenants at a time.", HelpName = "N", DefaultValueFactory = static _ => 4 };

    private readonly Option<bool> _failFast = new("--fail-fast") { Description = "Begin no other tenant once one has failed." };

    private readonly CliConsole _console;

    public TenantCommandOptions(CliConsole console) => _console = console;

    public void AddTo(Command command)
    {
        foreach (var option in new Option[] { _schemas, _query, _parallel, _failFast })
        {
            command.Add(option);
        }

        command.Validators.Add(result =>
        {
            if (result.GetResult(_schemas) is not null && result.GetResult(_query) is not null)
            {
                result.AddError("Specify the tenants with one of --schemas and --tenants-query.");
            }
            else if (result.GetResult(_schemas) is null && result.GetResult(_query) is null
                && (result.GetResult(_parallel) is { Implicit: false } || result.GetResult(_failFast) is { Implicit: false }))
            {
                result.AddError("--parallel and --fail-fast are for many tenants. Specify them with --schemas or --tenants-query.");
            }
        });
    }

    /// <summary>Whether the command is to work on many tenants.</summary>
    public bool IsGiven(ParseResult result) => result.GetResult(_schemas) is not null || result.GetResult(_query) is not null;

    /// <exception cref="UsageException">An option does not go with many tenants.</exception>
    public TenantMigrator Open(ParseResult result, MigrateTarget target, params Option[] others)
        => Array.Find(others, other => result.GetResult(other) is not null) is { } other
            ? throw new UsageException($"{other.Name} is for one database. Omit it, or omit --schemas and --tenants-query.")
            : new TenantMigrator(
                target.Database,
                new TenantOptions
                {
                    Pattern = result.GetValue(_schemas),
                    Query = result.GetValue(_query),
                    Parallel = result.GetValue(_parallel),
                    FailFast = result.GetValue(_failFast),
                },
                target.Options,
                time: _console.Time);

    /// <summary>Writes what became of the tenants.</summary>
    /// <param name="report">What the command prints.</param>
    /// <param name="results">The results.</param>
    /// <param name="other">What a tenant that is not up to date is: <c>changed</c> or <c>pending</c>.</param>
    /// <param name="lineOf">What is told of a tenant.</param>
    public Task<ExitCode> WriteAsync<T>(MigrateReport report, IReadOnlyList<TenantResult<T>> results, string other, Func<TenantResult<T>, TenantLine> lineOf)
        where T : class
        => new TenantReport(_console, report).WriteAsync(results.Select(r => (r.Tenant, lineOf(r), r.Failure is { } failure ? MigrateFailure.Of(failure) : null)).ToList(), other);

    /// <summary>Writes what a run did to the tenants.</summary>
    public Task<ExitCode> WriteRunAsync(MigrateReport report, IReadOnlyList<TenantResult<IReadOnlyList<CompletedMigration>>> results, string verb)
        => WriteAsync(report, results, "changed", r =>
        {
            var run = new CompletedRun();
            foreach (var completed in r.Completed)
            {
                run.Add(completed);
            }

            var shape = run.Shape();
            shape.Remove("notices");
            return new TenantLine(r.Completed.Count == 0 ? "up to date" : Invariant($"{r.Completed.Count} {verb}"), r.Completed.Count > 0, shape);
        });
}
