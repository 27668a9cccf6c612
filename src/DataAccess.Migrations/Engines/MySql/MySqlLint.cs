using DataAccess.Migrations.Linting;
using DataAccess.Migrations.Linting.Rules;

namespace DataAccess.Migrations.Engines.MySql;

internal static class MySqlLint
{
    public static LintTarget Target { get; } = new(
        nameof(MigrationDatabase.MySql),
        MySqlFlavour.Instance,
        [
            .. LintRules.OfAll, .. DropRules.OfServers, TypeRules.OfMySql, .. MySqlRules.All, NameRules.LongIdentifier,
            TransactionRules.LockTimeoutOff(new LockTimeoutSyntax(
                ["LOCK_TIMEOUT", "LOCK_WAIT_TIMEOUT", "INNODB_LOCK_WAIT_TIMEOUT"], TimeSpan.FromSeconds(1), ZeroIsUnlimited: false, HasReset: false)),
        ],
        MySqlReservedWords.All)
    {
        RollsBackSchema = false,
        RenamesTableWithoutTo = true,
    };

    public static LintTarget MariaDb { get; } = Target with { Name = nameof(MigrationDatabase.MariaDb), ReservedWords = MySqlReservedWords.MariaDb };
}
