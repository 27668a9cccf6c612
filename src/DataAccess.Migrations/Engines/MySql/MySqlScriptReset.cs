using DataAccess.Migrations.Files;
using DataAccess.Migrations.Parsing;

namespace DataAccess.Migrations.Engines.MySql;

/// <summary>What gives the next file of a script the session that it would have on its own. The client program cannot begin a new one. Pure.</summary>
internal static class MySqlScriptReset
{
    /// <summary>Words after SET that name no setting, or one that other statements set back.</summary>
    private static readonly string[] NoSettings = ["NAMES", "CHARACTER", "CHARSET", "TRANSACTION", "PASSWORD", "ROLE", "DEFAULT", "STATEMENT", "GLOBAL", "PERSIST", "PERSIST_ONLY"];

    /// <param name="steps">The statements of a file.</param>
    /// <param name="settings">What sets back the settings that the runner knows.</param>
    /// <param name="known">The settings that it knows.</param>
    public static IEnumerable<string> After(IEnumerable<MigrationStep> steps, IReadOnlyList<string> settings, IReadOnlyCollection<string> known)
    {
        var (isSet, locks) = (false, false);
        var variables = new SortedSet<string>(StringComparer.OrdinalIgnoreCase);
        var others = new SortedSet<string>(StringComparer.OrdinalIgnoreCase);
        var tables = new List<string>();
        foreach (var step in steps)
        {
            var text = step.Statement.Text;
            if (!step.Traits.IsSession && !step.Traits.IsLostWithSession && !text.Contains('@', StringComparison.Ordinal))
            {
                continue;
            }

            var words = new StatementWords(text, step.Statement.Flavour);
            isSet |= step.Traits.IsSession;
            locks |= words.At(0, "LOCK");
            variables.UnionWith(VariablesIn(words));
            others.UnionWith(words.At(0, "SET") ? SettingsIn(words) : []);
            tables.AddRange(TemporaryIn(words));
        }

        return
        [
            .. locks ? ["unlock tables;"] : Array.Empty<string>(),
            .. isSet ? settings : [],
            .. others.Except(known, StringComparer.OrdinalIgnoreCase).Select(static name => $"set session {name} = default;"),
            .. variables.Count > 0 ? [$"set {string.Join(", ", variables.Select(static name => $"@{MySqlText.Quote(name)} = null"))};"] : Array.Empty<string>(),
            .. tables,
        ];
    }

    /// <summary>The user's variables that a statement mentions. An account has a name right before its sign.</summary>
    private static IEnumerable<string> VariablesIn(StatementWords words)
        => Enumerable.Range(0, Math.Max(0, words.Count - 1))
            .Where(i => words.At(i, "@") && words[i + 1] != "@" && words.TokenAt(i + 1).Kind is SqlTokenKind.Word or SqlTokenKind.QuotedName
                && (i == 0 || (words[i - 1] != "@" && words.TokenAt(i - 1) is var before && (before.End < words.TokenAt(i).Start || before.Kind == SqlTokenKind.Symbol))))
            .Select(i => words[i + 1]);

    /// <summary>The session's settings that a SET names.</summary>
    private static IEnumerable<string> SettingsIn(StatementWords words)
    {
        var depth = 0;
        for (var i = 0; i < words.Count; i++)
        {
            depth += words.At(i, "(") ? 1 : words.At(i, ")") ? -1 : 0;
            if (i > 0 && !(depth == 0 && words.At(i, ",")))
            {
                continue;
            }

            var at = i + 1;
            at += words.At(at, "@", "@") ? 2 : 0;
            at += words.At(at, "SESSION") || words.At(at, "LOCAL") ? 1 : 0;
            at += words.At(at, ".") ? 1 : 0;
            if (!words.At(at, "@") && words.TokenAt(Math.Min(at, words.Count - 1)).Kind is SqlTokenKind.Word or SqlTokenKind.QuotedName && !Array.Exists(NoSettings, word => words.At(at, word)))
            {
                yield return words[at];
            }
        }
    }

    private static IEnumerable<string> TemporaryIn(StatementWords words)
    {
        var at = words.At(1, "OR", "REPLACE") ? 3 : 1;
        if (!words.At(0, "CREATE") || !words.At(at, "TEMPORARY"))
        {
            yield break;
        }

        var kind = words[at + 1].ToLowerInvariant();
        at += words.At(at + 2, "IF", "NOT", "EXISTS") ? 5 : 2;
        var name = SchemaName.Read(words, ref at, foldsCase: false);
        yield return $"drop temporary {kind} if exists {(name.Schema is { } schema ? MySqlText.Quote(schema) + "." : "")}{MySqlText.Quote(name.Name)};";
    }
}
