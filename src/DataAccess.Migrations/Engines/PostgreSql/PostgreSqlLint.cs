using DataAccess.Migrations.Linting;
using DataAccess.Migrations.Linting.Rules;

namespace DataAccess.Migrations.Engines.PostgreSql;

internal static class PostgreSqlLint
{
    public static LintTarget Target { get; } = new(
        nameof(MigrationDatabase.PostgreSql),
        PostgreSqlFlavour.Instance,
        [
            .. LintRules.OfAll, .. DropRules.OfServers, DropRules.Cascade, TypeRules.OfPostgreSql, .. ColumnRules.OfPostgreSql, .. IndexRules.All, .. ConstraintRules.All,
            WriteRules.BackfillWithSchemaChange, TransactionRules.EnumValueInSameTransaction, NameRules.LongIdentifier,
            TransactionRules.LockTimeoutOff(new LockTimeoutSyntax(["LOCK_TIMEOUT"], TimeSpan.FromMilliseconds(1), ZeroIsUnlimited: true, HasReset: true)),
        ],
        PostgreSqlReservedWords.All);
}
