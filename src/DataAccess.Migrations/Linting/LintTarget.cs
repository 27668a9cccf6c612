using System.Collections.Frozen;
using DataAccess.Migrations.Parsing;

namespace DataAccess.Migrations.Linting;

/// <summary>An engine as the linter sees it.</summary>
/// <param name="Name">Its name, as a finding shows it.</param>
/// <param name="Flavour">How its scripts are read.</param>
/// <param name="Rules">The rules that hold there.</param>
/// <param name="ReservedWords">Words that cannot name a column there without quotes.</param>
internal sealed record LintTarget(string Name, SqlFlavour Flavour, IReadOnlyList<LintRule> Rules, FrozenSet<string> ReservedWords)
{
    /// <summary>Whether a file is one transaction unless it says otherwise.</summary>
    public bool RollsBackSchema { get; init; } = true;

    /// <summary>Whether <c>alter table a rename b</c> renames the table, and not a column.</summary>
    public bool RenamesTableWithoutTo { get; init; }

    /// <summary>Makes a set of the words in some texts.</summary>
    public static FrozenSet<string> Words(params ReadOnlySpan<string> texts)
    {
        var words = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var text in texts)
        {
            words.UnionWith(text.Split([' ', '\r', '\n'], StringSplitOptions.RemoveEmptyEntries));
        }

        return words.ToFrozenSet(StringComparer.OrdinalIgnoreCase);
    }
}
