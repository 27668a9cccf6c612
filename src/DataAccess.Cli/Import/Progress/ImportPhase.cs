namespace DataAccess.Cli.Import.Progress;

/// <summary>The phase of an import.</summary>
internal enum ImportPhase
{
    /// <summary>Connecting and describing the table.</summary>
    Connecting = 0,

    /// <summary>Reading the file for its columns and types.</summary>
    Surveying = 1,

    /// <summary>Sending rows.</summary>
    Loading = 2,
}
