using System.CommandLine;
using DataAccess.Cli.Terminal;
using DataAccess.Migrations;
using DataAccess.Migrations.Diffing;
using DataAccess.Migrations.Scratch;

namespace DataAccess.Cli.Commands;

/// <summary><c>dataaccess migrate diff --to FILE</c>: writes the migration that leads to a wished schema.</summary>
internal sealed class MigrateDiffCommand
{
    private const string FromDatabase = "database";

    private readonly Option<string> _to = new("--to") { Description = "The script of the wished schema, such as an edited schema.sql.", HelpName = "FILE", Required = true };

    private readonly Option<string> _from = new("--from")
    {
        Description = "The present schema: what the migrations make in a scratch database (migrations), or that of the database (database).",
        DefaultValueFactory = static _ => "migrations",
    };

    private readonly Option<string?> _name = new("--name") { Description = "Write the next migration's file with this name; without it, the statements are printed.", HelpName = "NAME" };

    private readonly Option<string[]> _rename = new("--rename") { Description = "A table or column that was renamed; repeatable: orders.total=amount.", HelpName = "OLD=NEW", AllowMultipleArgumentsPerToken = false };

    private readonly Option<string[]> _drop = new("--drop") { Description = "A table or column that was dropped, and not renamed; repeatable.", HelpName = "NAME", AllowMultipleArgumentsPerToken = false };

    private readonly MigrateOptions _options;

    private readonly CliConsole _console;

    private MigrateDiffCommand(CliConsole console)
    {
        _console = console;
        _options = new MigrateOptions(console);
        _from.AcceptOnlyFromAmong("migrations", FromDatabase);
    }

    public static Command Create(CliConsole console)
    {
        var diff = new MigrateDiffCommand(console);
        var command = new Command("diff", "Write the migration that makes the present schema a wished one. Works in two scratch databases on the server of --url, and changes no other.") { diff._to, diff._from, diff._name, diff._rename, diff._drop };
        diff._options.AddTo(command);
        command.SetAction(diff.RunAsync);
        return command;
    }

    private Task<int> RunAsync(ParseResult result, CancellationToken cancellationToken)
        => _options.RunOnAsync(
            result,
            async (target, report, ct) =>
            {
                var file = result.GetRequiredValue(_to);
                if (result.GetValue(_name) is not null)
                {
                    NextMigration.Check(target.Options.Directory);
                }

                var wished = await SnapshotFile.ReadAsync(file, ct);
                var answers = AnswersOf(result);
                await using var differ = await SchemaDiffer.OpenAsync(target.Database, target.Url, target.Options, Present(target, result.GetRequiredValue(_from)), wished, file, ct);
                var plan = await differ.PlanAsync(answers, ct);
                using var input = new StreamReader(_console.OpenInput(), leaveOpen: true);
                while (plan.Questions.Count > 0)
                {
                    Answer(plan.Questions, answers, input);
                    plan = await differ.PlanAsync(answers, ct);
                }

                if (answers.Renames.Keys.FirstOrDefault(old => !answers.Found.Contains(old)) is { } unknown)
                {
                    throw new UsageException($"'--rename {unknown}={answers.Renames[unknown]}' fits nothing: the old name must be one that only the present schema has, and the new name one that only the wished schema has.");
                }

                await WriteAsync(result, target, plan, $"Makes the schema that of {Path.GetFileName(file)}.", report, ct);
                return ExitCode.Done;
            },
            cancellationToken);

    private async Task WriteAsync(ParseResult result, MigrateTarget target, DiffResult plan, string about, MigrateReport report, CancellationToken cancellationToken)
    {
        var engine = EngineRegistry.Find(target.Database.Provider);
        var text = plan.Statements.Count == 0 ? null : DiffText.Write(plan, engine.Diff, about);
        var losses = plan.Statements.Select(static s => s.Loses).OfType<string>().ToList();
        var left = plan.Left.Select(static d => d.Name).ToList();
        string? path = null;
        if (text is not null && result.GetValue(_name) is { } name)
        {
            path = await NextMigration.WriteAsync(target.Options.Directory, name, text, _console.Time, cancellationToken);
        }

        report.Write(
            new { File = path, Statements = plan.Statements.Select(static s => s.Sql), Losses = losses, Left = left },
            text is null && left.Count == 0 ? ["The schema is the wished one."]
            : text is null ? left.Select(static name => $"left  {name}").ToArray()
            : path is null ? [text.TrimEnd('\n')]
            : [$"created  {path}", .. losses.Select(static loss => $"loses  {loss}"), .. left.Select(static name => $"left  {name}")]);
    }

    private static Func<Database, CancellationToken, Task> Present(MigrateTarget target, string from)
        => from == FromDatabase
            ? async (scratch, ct) => await ScratchScript.RunAsync(
                scratch, await SchemaSnapshot.ReadAsync(target.Database, target.Options, ct), EngineRegistry.Find(target.Database.Provider).Flavour, "The snapshot of the database", ct)
            : async (scratch, ct) => await new Migrator(scratch, target.Options.ForScratch()).UpAsync(cancellationToken: ct);

    private DiffAnswers AnswersOf(ParseResult result)
    {
        var answers = new DiffAnswers();
        foreach (var rename in result.GetValue(_rename) ?? [])
        {
            var pair = rename.Split('=', 2);
            if (pair.Length != 2 || pair[0].Length == 0 || pair[1].Length == 0)
            {
                throw new UsageException($"'--rename {rename}' has no new name. Use --rename old=new, or --rename table.old=new for a column.");
            }

            answers.Renames[pair[0]] = pair[1];
        }

        answers.Drops.UnionWith(result.GetValue(_drop) ?? []);
        return answers;
    }

    /// <summary>Asks on a terminal.</summary>
    /// <exception cref="MigrationException">There is none; the message names the options.</exception>
    private void Answer(IReadOnlyList<DiffQuestion> questions, DiffAnswers answers, StreamReader input)
    {
        if (!_console.IsTerminal)
        {
            throw MigrationException.Validation(questions.Select(static q =>
                $"Was the {q.What} {q.Subject} renamed to {string.Join(" or ", q.Candidates)}, or dropped? Say it with --rename '{q.Subject}={q.Candidates[0]}' or --drop '{q.Subject}'.").ToList());
        }

        foreach (var question in questions)
        {
            _console.Out.WriteLine($"The {question.What} {question.Subject} is not in the wished schema. Its new name, one of {string.Join(", ", question.Candidates)}; or 'drop':");
            var answer = input.ReadLine()?.Trim() ?? throw new UsageException("There was no answer.");
            if (answer == "drop")
            {
                answers.Drops.Add(question.Subject);
            }
            else
            {
                answers.Renames[question.Subject] = answer;
            }
        }
    }
}
