using System.CommandLine;
using DataAccess.Cli.Terminal;
using DataAccess.Migrations;

namespace DataAccess.Cli.Commands;

/// <summary><c>dataaccess migrate lint</c>: checks for changes that are dangerous on a database in use. Needs no database.</summary>
internal sealed class MigrateLintCommand
{
    private readonly Option<MigrationVersion?> _after = CommonOptions.Version("--after", "Check only files newer than this version; applied files can no longer be edited.");

    private readonly MigrationFilesOptions _files = new();

    private readonly Option<bool> _json = CommonOptions.Json();

    private readonly UrlOptions _url = new(defaultUrl: null, isOptional: true);

    private readonly EngineOptions _engine;

    private readonly CliConsole _console;

    private MigrateLintCommand(CliConsole console)
    {
        _console = console;
        _engine = new EngineOptions(_url);
    }

    public static Command Create(CliConsole console)
    {
        var lint = new MigrateLintCommand(console);
        var command = new Command("lint", "Check for changes that are dangerous on a database in use. Reads only the files; exits with 9 if it finds any.");
        lint._engine.AddTo(command);
        lint._url.AddTo(command);
        lint._files.AddTo(command);
        command.Add(lint._after);
        command.Add(lint._json);
        command.SetAction(lint.RunAsync);
        return command;
    }

    private async Task<int> RunAsync(ParseResult result, CancellationToken cancellationToken)
    {
        var json = result.GetValue(_json);
        try
        {
            var engine = await _engine.FindAsync(result);
            var options = _files.Read(result);
            var findings = MigrationLinter.Lint(engine, options, result.GetValue(_after));
            await using var report = new MigrateReport(_console, json);
            report.Write(
                new { Engine = engine.ToString().ToLowerInvariant(), Findings = findings.Select(Shape) },
                findings.SelectMany(finding => Lines(finding, options.Directory)).Append(Summary(findings)));
            return (int)(findings.Count == 0 ? ExitCode.Done : ExitCode.Lint);
        }
        catch (Exception exception)
        {
            return (int)await new FailureReport(_console, json).WriteAsync(MigrateFailure.Of(exception));
        }
    }

    private static object Shape(LintFinding f) => new { f.Path, f.Line, f.Rule, f.What, f.Why, f.SafeWay, Page = PageOf(f) };

    private static IEnumerable<string> Lines(LintFinding f, string directory) =>
    [
        Invariant($"{Path.Combine(directory, f.Path)}:{f.Line}  {f.Rule}  {f.What}"),
        $"    why   {f.Why}",
        $"    safe  {f.SafeWay}",
    ];

    private static string Summary(IReadOnlyList<LintFinding> findings)
        => findings.Count == 0
            ? "Nothing dangerous was found."
            : $"{Count(findings.Count, "finding")} in {Count(findings.DistinctBy(static f => f.Path, StringComparer.Ordinal).Count(), "file")}. Each rule has a page in docs/lint. To allow one, write above the first statement: -- dataaccess: allow={findings[0].Rule} and the reason";

    private static string Count(int number, string noun) => Invariant($"{number} {noun}{(number == 1 ? "" : "s")}");

    private static string? PageOf(LintFinding f) => MigrationLinter.Rules.Contains(f.Rule, StringComparer.Ordinal) ? $"docs/lint/{f.Rule}.md" : null;
}
