namespace DataAccess.Migrations;

/// <summary>A repair of one row of the history. Nothing but the history is changed.</summary>
public sealed class MigrationRepair
{
    private MigrationRepair(MigrationRepairKind kind, string migration, MigrationVersion? newVersion = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(migration);
        Kind = kind;
        Migration = MigrationVersion.TryParse(migration, out var version) ? version.ToString() : migration;
        NewVersion = newVersion;
    }

    /// <summary>What it does.</summary>
    public MigrationRepairKind Kind { get; }

    /// <summary>The version whose row it changes, or a repeatable migration's name.</summary>
    public string Migration { get; }

    /// <summary>The version that the row gets; null unless it is renumbered.</summary>
    public MigrationVersion? NewVersion { get; }

    /// <summary>Accepts a file that was edited after it was applied, where the database already has what the file says now.</summary>
    /// <param name="migration">The version.</param>
    /// <returns>The repair.</returns>
    public static MigrationRepair Accept(string migration) => new(MigrationRepairKind.Accept, migration);

    /// <summary>Gives a row the name of the file that has its version now.</summary>
    /// <param name="migration">The version.</param>
    /// <returns>The repair.</returns>
    public static MigrationRepair Rename(string migration) => new(MigrationRepairKind.Rename, migration);

    /// <summary>Gives a row the version that its file has now.</summary>
    /// <param name="from">The version in the history.</param>
    /// <param name="to">The file's version.</param>
    /// <returns>The repair.</returns>
    public static MigrationRepair Renumber(MigrationVersion from, MigrationVersion to) => new(MigrationRepairKind.Renumber, from.ToString(), to);

    /// <summary>Removes a row and its steps, also of a migration that is partly applied. What the migration did to the database remains.</summary>
    /// <param name="migration">The version, or a repeatable migration's name.</param>
    /// <returns>The repair.</returns>
    public static MigrationRepair Forget(string migration) => new(MigrationRepairKind.Forget, migration);
}
