namespace DataAccess.Migrations.Linting.Rules;

/// <summary>The rules that hold on every engine.</summary>
internal static class LintRules
{
    public static IEnumerable<LintRule> OfAll { get; } = [.. DropRules.OfAll, .. RenameRules.OfAll, .. ColumnRules.OfAll, .. WriteRules.OfAll, NameRules.ReservedWord];
}
