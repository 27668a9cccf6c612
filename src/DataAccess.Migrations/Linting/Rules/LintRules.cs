using System.Collections.Frozen;

namespace DataAccess.Migrations.Linting.Rules;

/// <summary>All rules.</summary>
internal static class LintRules
{
    public static IReadOnlyList<LintRule> All { get; } =
    [
        .. DropRules.All, .. RenameRules.All, .. TypeRules.All, .. ColumnRules.All, .. IndexRules.All, .. ConstraintRules.All,
        .. WriteRules.All, .. TransactionRules.All, .. MySqlRules.All, .. SqliteRules.All, .. NameRules.All,
    ];

    private static readonly FrozenSet<string> Ids = All.Select(static rule => rule.Id).ToFrozenSet(StringComparer.Ordinal);

    public static bool Has(string id) => Ids.Contains(id);
}
