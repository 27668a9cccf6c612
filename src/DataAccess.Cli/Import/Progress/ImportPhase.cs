namespace DataAccess.Cli.Import.Progress;

/// <summary>What an import is busy with.</summary>
internal enum ImportPhase
{
    /// <summary>Looking at the table.</summary>
    Connecting = 0,

    /// <summary>Looking through the file for its columns and types.</summary>
    Surveying = 1,

    /// <summary>Sending rows.</summary>
    Loading = 2,
}
