using DataAccess.Migrations.Files;

namespace DataAccess.Migrations.Running;

/// <summary>A migration to run in one direction.</summary>
internal sealed record MigrationWork(Migration Migration, MigrationScript Script, IReadOnlyList<MigrationStep> Steps, bool IsUp)
{
    /// <summary>Whether neither the history nor the journal has a row of it.</summary>
    public bool IsNew { get; init; }

    /// <summary>The rows that its statements have changed in this run.</summary>
    public ChangedRows Rows { get; } = new();

    /// <summary>What runs before its statements, or null.</summary>
    public Callback? Before { get; init; }

    /// <summary>What runs after them, or null.</summary>
    public Callback? After { get; init; }

    public string Key => Migration.Key;

    /// <summary>The command that continues it.</summary>
    public string Command => IsUp ? "up" : "down";

    public static string NamesOf(IReadOnlyList<MigrationWork> works)
        => works.Count == 1 ? works[0].Migration.Name : $"Each of {works[0].Migration.Name} to {works[^1].Migration.Name}";

    public string PlaceOf(MigrationStep step) => Script.Code is not null ? Script.Path : Invariant($"{Script.Path}:{step.Statement.Line}");
}
