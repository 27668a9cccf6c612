using DataAccess.Migrations.Files;

namespace DataAccess.Migrations.Linting;

/// <summary>Checks the files that an engine gets.</summary>
/// <param name="target">The engine.</param>
/// <param name="engines">All engines, which portable files are for.</param>
internal sealed class SetLinter(LintTarget target, IReadOnlyList<LintTarget> engines)
{
    private const string UnknownRule = "unknown-allow";
    private const string Unreasoned = "allow-without-reason";

    private readonly IReadOnlyList<string> _rules = RulesOf(engines);

    /// <summary>The ids of all rules, in order.</summary>
    public static IReadOnlyList<string> RulesOf(IEnumerable<LintTarget> engines)
        => engines.SelectMany(static engine => engine.Rules).Select(static rule => rule.Id).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();

    /// <param name="files">The files.</param>
    /// <param name="after">Only what is newer than this version, and the repeatable ones; null for all.</param>
    public IReadOnlyList<LintFinding> Lint(MigrationSet files, MigrationVersion? after)
    {
        var findings = new List<LintFinding>();
        var schema = new LintSchema();
        foreach (var migration in files.All.Where(static m => m.Up.Code is null))
        {
            // The older files are read as well: they define the types of the columns.
            var isAsked = after is null || migration.Version is null || migration.Version > after;
            var up = Check(new LintFile(migration, migration.Up, target, engines, schema));
            var down = migration.Down is { } script ? Check(new LintFile(migration, script, target, engines, new LintSchema())) : [];

            // What stands at the top of a file with both parts is in each of them.
            findings.AddRange(isAsked ? up.Concat(down).Distinct() : []);
        }

        return findings;
    }

    private List<LintFinding> Check(LintFile file)
    {
        var rules = target.Rules.Where(rule => !(file.IsDown && rule.IsFineInDown)).ToList();
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

    private IEnumerable<LintFinding> CheckAllowance(LintFile file, LintAllowance allowance)
    {
        if (!_rules.Contains(allowance.Rule, StringComparer.Ordinal))
        {
            yield return new LintFinding(
                file.Script.Path, allowance.Line, UnknownRule, $"allow={allowance.Rule}", "There is no rule with that name, so nothing is allowed.",
                $"Write one of: {string.Join(", ", _rules)}.");
        }
        else if (allowance.Reason.Length == 0)
        {
            yield return new LintFinding(
                file.Script.Path, allowance.Line, Unreasoned, $"allow={allowance.Rule}", "It gives no reason, so a reader cannot judge it; the rule stays in force.",
                $"Write the reason after it: -- dataaccess: allow={allowance.Rule} no version in use reads it.");
        }
    }
}
