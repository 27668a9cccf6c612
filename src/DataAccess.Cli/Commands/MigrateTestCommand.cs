using System.CommandLine;
using DataAccess.Cli.Terminal;
using DataAccess.Migrations;

namespace DataAccess.Cli.Commands;

/// <summary><c>dataaccess migrate test</c>: runs up, down and up in a scratch database.</summary>
internal sealed class MigrateTestCommand
{
    private readonly MigrateOptions _options;

    private MigrateTestCommand(CliConsole console) => _options = new MigrateOptions(console);

    public static Command Create(CliConsole console)
    {
        var test = new MigrateTestCommand(console);
        var command = new Command("test", "Run each file up, down and up again in a scratch database on the server of --url, compare the schemas, and lint. Exits with 4 if a file fails, and with 9 if only lint finds something.");
        test._options.AddTo(command);
        command.SetAction(test.RunAsync);
        return command;
    }

    private Task<int> RunAsync(ParseResult result, CancellationToken cancellationToken)
        => _options.RunOnAsync(
            result,
            async (target, report, ct) =>
            {
                var tested = await new MigrationTester(target.Database, target.Url, target.Options).RunAsync(ct);
                var engine = EngineRegistry.Find(target.Database.Provider, target.Url).Database;
                var findings = MigrationLinter.Lint(engine, target.Options);
                var isPassed = tested.All(static t => t.IsPassed);
                report.Write(
                    new { IsPassed = isPassed, Migrations = tested.Select(Shape), Findings = findings.Select(static f => new { f.Path, f.Line, f.Rule, f.What }) },
                    tested.SelectMany(Lines).Concat(findings.Select(static f => Invariant($"lint    {f.Path}:{f.Line}  {f.Rule}  {f.What}"))));
                return !isPassed ? ExitCode.Validation : findings.Count > 0 ? ExitCode.Lint : ExitCode.Done;
            },
            cancellationToken);

    private static object Shape(TestedMigration t)
        => new { t.Name, t.Version, t.HasDown, t.IsPassed, t.Problem, t.NotCompared, Differences = t.Differences.Select(DriftReport.ShapeOf) };

    private static IEnumerable<string> Lines(TestedMigration t)
        => (t.IsPassed
            ? [$"passed  {t.Name}  ({(t.HasDown ? "up, down, up" : "up")})"]
            : new[] { $"failed  {t.Name}  {t.Problem}" }.Concat(t.Differences.SelectMany(DriftReport.LinesOf).Select(static line => $"    {line}")))
            .Concat(t.NotCompared.Select(static what => $"    not compared  {what}"));
}
