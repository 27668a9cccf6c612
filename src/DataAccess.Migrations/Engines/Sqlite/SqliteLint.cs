using DataAccess.Migrations.Linting;
using DataAccess.Migrations.Linting.Rules;

namespace DataAccess.Migrations.Engines.Sqlite;

internal static class SqliteLint
{
    public static LintTarget Target { get; } = new(
        nameof(MigrationDatabase.Sqlite),
        SqliteFlavour.Instance,
        [.. LintRules.OfAll, ColumnRules.ConstantDefault, .. SqliteRules.All, NameRules.LongPortableIdentifier],
        SqliteReservedWords.All);
}
