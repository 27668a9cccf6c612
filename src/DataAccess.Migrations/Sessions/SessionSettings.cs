namespace DataAccess.Migrations.Sessions;

/// <summary>What an engine's driver has to be told, so that it runs scripts as they are written.</summary>
/// <param name="Switch">A switch of its connection string that is turned on, or null.</param>
internal sealed record SessionSettings(string? Switch = null)
{
    public static SessionSettings Default { get; } = new();

    /// <summary>Whether the driver looks for several statements and for parameters in a text that has no positional parameter.</summary>
    public bool DriverParsesScripts { get; init; }
}
