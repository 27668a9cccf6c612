using System.Globalization;
using DataAccess.Migrations.Parsing;

namespace DataAccess.Migrations.Files;

/// <summary>What the leading comment of a file sets: lines of <c>-- dataaccess: directive</c>.</summary>
/// <param name="NoTransaction">Run each statement by itself.</param>
/// <param name="LockTimeout">How long a statement waits for a lock, or null for the default.</param>
/// <param name="Allowed">The lint rules that the file may break.</param>
/// <param name="Backfill">How the file's statement is cut into slices, or null.</param>
internal sealed record MigrationDirectives(
    bool NoTransaction, TimeSpan? LockTimeout, IReadOnlyList<LintAllowance> Allowed, BackfillDirective? Backfill = null)
{
    private const string Prefix = "dataaccess:";
    private const string Allow = "allow=";
    private const string BackfillWord = "backfill";
    private const string ReplacesWord = "replaces=";

    /// <summary>The versions that the file replaces, as it was squashed from theirs.</summary>
    public IReadOnlyList<MigrationVersion> Replaces { get; init; } = [];

    /// <summary>What a file sets that has none.</summary>
    public static MigrationDirectives None { get; } = new(false, null, []);

    /// <summary>Adds those of a comment. One below the first statement is a problem: it would be silently ignored.</summary>
    /// <param name="path">The file, for messages.</param>
    /// <param name="text">Its text.</param>
    /// <param name="comment">A comment in it.</param>
    /// <param name="isLeading">Whether it stands above the first statement.</param>
    /// <param name="problems">Takes what is wrong.</param>
    public MigrationDirectives And(string path, string text, SqlToken comment, bool isLeading, ICollection<string> problems)
    {
        var result = this;
        foreach (var directive in DirectivesIn(comment.In(text)) ?? [])
        {
            result = isLeading
                ? result.With(directive, comment.Line, problem => problems.Add(Invariant($"{path}:{comment.Line}: {problem}")))
                : Misplaced(result, problem: Invariant($"{path}:{comment.Line}: a directive is only valid above the first statement. Move it to the top."), problems);
        }

        return result;
    }

    private static MigrationDirectives Misplaced(MigrationDirectives result, string problem, ICollection<string> problems)
    {
        problems.Add(problem);
        return result;
    }

    /// <summary>The directives of a line. A reason, and the parts of a backfill, take the rest of it.</summary>
    private static string[]? DirectivesIn(ReadOnlySpan<char> comment)
    {
        var text = comment.TrimStart("-#").Trim();
        if (!text.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        var line = text[Prefix.Length..].Trim().ToString();
        return line.StartsWith(Allow, StringComparison.OrdinalIgnoreCase) || line.StartsWith(ReplacesWord, StringComparison.OrdinalIgnoreCase) || line.Split(' ', 2)[0].Equals(BackfillWord, StringComparison.OrdinalIgnoreCase)
            ? [line]
            : line.Split([',', ' '], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
    }

    private MigrationDirectives With(string directive, int line, Action<string> report)
    {
        var parts = directive.Split('=', 2);
        switch (parts[0].Split(' ')[0].ToLowerInvariant())
        {
            case "no-transaction" when parts.Length == 1:
                return this with { NoTransaction = true };
            case "lock-timeout" when parts.Length == 2 && TryParseTime(parts[1]) is { } time:
                return this with { LockTimeout = time };
            case "lock-timeout":
                report($"'{directive}' has no valid duration. Write lock-timeout=3s, lock-timeout=500ms or lock-timeout=2m.");
                return this;
            case "allow" when parts.Length == 2 && AllowanceOf(parts[1], line) is var allowance:
                if (allowance.Reason.StartsWith("no-transaction", StringComparison.OrdinalIgnoreCase) || allowance.Reason.StartsWith("lock-timeout=", StringComparison.OrdinalIgnoreCase))
                {
                    report($"the text after allow={allowance.Rule} is its reason, so '{allowance.Reason}' would be ignored. Put each directive on a line of its own.");
                }

                return this with { Allowed = [.. Allowed, allowance] };
            case "replaces" when parts.Length == 2 && ReplacedVersions.TryParse(parts[1]) is { } versions:
                return this with { Replaces = [.. Replaces, .. versions] };
            case "replaces":
                report($"'{directive}' has no valid versions. Write replaces=1..41 or replaces=1..5,7.1.");
                return this;
            case BackfillWord when Backfill is null:
                return this with { Backfill = BackfillOf(directive, report) };
            default:
                report($"The directive '{directive}' is unknown or repeated. Known directives, each on a line of its own: no-transaction, lock-timeout=3s, allow=rule and its reason, backfill table=orders key=id batch=1000, replaces=1..41.");
                return this;
        }
    }

    private static LintAllowance AllowanceOf(string text, int line)
    {
        var parts = text.Split([' ', '\t'], 2, StringSplitOptions.TrimEntries);
        return new LintAllowance(parts[0], parts.Length > 1 ? parts[1].Trim('-', ':', ' ') : "", line);
    }

    private static BackfillDirective? BackfillOf(string directive, Action<string> report)
    {
        var parts = directive.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries)[1..];
        var values = parts.Select(static part => part.Split('=', 2)).Where(static pair => pair.Length == 2 && pair[1].Length > 0).ToLookup(static pair => pair[0].ToLowerInvariant(), static pair => pair[1], StringComparer.Ordinal);
        var isWhole = parts.Length == 3 && values["table"].Count() == 1 && values["key"].Count() == 1 && values["batch"].Count() == 1;
        if (isWhole && values["key"].Single().Contains(',', StringComparison.Ordinal))
        {
            report($"'{directive}' names several key columns. A backfill uses one; choose one that has an index, preferably the first column of the primary key.");
            return null;
        }

        if (!isWhole || !int.TryParse(values["batch"].Single(), NumberStyles.None, CultureInfo.InvariantCulture, out var batch) || batch == 0)
        {
            report($"'{directive}' is not a valid backfill. Write: backfill table=orders key=id batch=1000.");
            return null;
        }

        var name = values["table"].Single().Split('.', 2);
        return new BackfillDirective(name.Length == 2 ? new SchemaName(name[0], name[1]) : new SchemaName(null, name[0]), values["key"].Single(), batch);
    }

    /// <summary>Reads <c>500ms</c>, <c>3s</c> or <c>2m</c>; null for any other text.</summary>
    internal static TimeSpan? TryParseTime(string text)
    {
        var (digits, unit) = text switch
        {
            _ when text.EndsWith("ms", StringComparison.Ordinal) => (text[..^2], TimeSpan.FromMilliseconds(1)),
            _ when text.EndsWith('s') => (text[..^1], TimeSpan.FromSeconds(1)),
            _ when text.EndsWith('m') => (text[..^1], TimeSpan.FromMinutes(1)),
            _ => ("", TimeSpan.Zero),
        };
        return int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count > 0 ? count * unit : null;
    }
}
