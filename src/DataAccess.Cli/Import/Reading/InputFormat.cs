namespace DataAccess.Cli.Import.Reading;

/// <summary>How a file's records are written.</summary>
internal enum InputFormat
{
    /// <summary>Told by the file's name, else by its first bytes.</summary>
    Auto = 0,

    /// <summary>Fields separated by commas.</summary>
    Csv = 1,

    /// <summary>Fields separated by tabs.</summary>
    Tsv = 2,

    /// <summary>One JSON object a line.</summary>
    NdJson = 3,
}
