namespace DataAccess.Migrations;

/// <summary>A migration in one direction, to be run.</summary>
internal sealed record MigrationWork(Migration Migration, MigrationScript Script, IReadOnlyList<MigrationStep> Steps, bool IsUp)
{
    public string Key => Migration.Key;

    public bool ChangesSession => Steps.Any(static step => step.Traits.IsSession);

    /// <summary>The command that goes on with it.</summary>
    public string Command => IsUp ? "up" : "down";

    public string PlaceOf(MigrationStep step) => $"{Script.Path}:{step.Statement.Line}";
}
