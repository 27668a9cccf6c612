using DataAccess.Migrations.Engines;
using DataAccess.Migrations.Files;
using DataAccess.Migrations.Linting;
using DataAccess.Migrations.Linting.Rules;

namespace DataAccess.Migrations;

/// <summary>Looks for changes that are dangerous on a database in use. Reads the files alone; needs no database.</summary>
public static class MigrationLinter
{
    private const string UnknownRule = "unknown-allow";
    private const string Unreasoned = "allow-without-reason";

    /// <summary>The ids of all rules, in order.</summary>
    public static IReadOnlyList<string> Rules { get; } = LintRules.All.Select(static rule => rule.Id).Order(StringComparer.Ordinal).ToList();

    /// <summary>Checks the files that a database of some kind would get.</summary>
    /// <param name="database">The kind of database.</param>
    /// <param name="options">Where the migrations are; null for the defaults.</param>
    /// <param name="after">Only what is newer than this version, and the repeatable ones; null for all. What is applied already can no longer be edited.</param>
    /// <returns>What was found, by file and line; empty where nothing is dangerous.</returns>
    /// <exception cref="MigrationException">There is no folder with migrations, or its files cannot be read as migrations.</exception>
    /// <exception cref="InvalidOptionsException">Some options are not valid; the message names all of them.</exception>
    public static IReadOnlyList<LintFinding> Lint(MigrationDatabase database, MigrationOptions? options = null, long? after = null)
    {
        options ??= new MigrationOptions();
        options.Validate();
        var engine = MigrationEngine.For(database);
        var files = MigrationSet.Read(options, engine.Name, engine.Flavour);
        return files.Problems.Count == 0 ? Lint(files, database, after) : throw MigrationException.Validation(files.Problems);
    }

    internal static IReadOnlyList<LintFinding> Lint(MigrationSet files, MigrationDatabase database, long? after = null)
    {
        var findings = new List<LintFinding>();
        var schema = new LintSchema();
        foreach (var migration in files.All)
        {
            // The older files are read all the same: they say what types the columns have.
            var isAsked = after is null || migration.Version is null || migration.Version > after;
            var up = Check(new LintFile(migration, migration.Up, database, schema));
            var down = migration.Down is { } script ? Check(new LintFile(migration, script, database, new LintSchema())) : [];
            findings.AddRange(isAsked ? [.. up, .. down] : []);
        }

        return findings;
    }

    private static List<LintFinding> Check(LintFile file)
    {
        var rules = LintRules.All.Where(rule => rule.Targets.HasFlag(file.Target) && !(file.IsDown && rule.IsFineInDown)).ToList();
        var findings = new List<LintFinding>();
        foreach (var statement in file.Statements)
        {
            foreach (var rule in rules)
            {
                findings.AddRange(rule.Check(statement).Select(match => new LintFinding(file.Script.Path, match.Line, rule.Id, match.What, rule.Why, rule.SafeWay)));
            }

            file.Schema.Apply(statement);
        }

        var allowed = file.Script.Directives.Allowed;
        return allowed.SelectMany(allowance => CheckAllowance(file, allowance))
            .Concat(findings.Where(finding => !allowed.Any(a => a.Rule == finding.Rule && a.Reason.Length > 0)).OrderBy(static f => f.Line).ThenBy(static f => f.Rule, StringComparer.Ordinal))
            .ToList();
    }

    private static IEnumerable<LintFinding> CheckAllowance(LintFile file, LintAllowance allowance)
    {
        if (!LintRules.Has(allowance.Rule))
        {
            yield return new LintFinding(
                file.Script.Path, allowance.Line, UnknownRule, $"allow={allowance.Rule}", "There is no rule of that name, so nothing is allowed.",
                $"Write one of: {string.Join(", ", Rules)}.");
        }
        else if (allowance.Reason.Length == 0)
        {
            yield return new LintFinding(
                file.Script.Path, allowance.Line, Unreasoned, $"allow={allowance.Rule}", "It says no reason, so whoever reads it cannot judge it; the rule stays in force.",
                $"Write the reason after it: -- dataaccess: allow={allowance.Rule} nobody reads it since version 2.");
        }
    }
}
