using System.Runtime.InteropServices;

namespace DataAccess.Cli.Import.Reading;

/// <summary>What the parser found.</summary>
/// <param name="End">How the search for the record's end came out.</param>
/// <param name="Length">The record's bytes without its line end.</param>
/// <param name="Consumed">The record's bytes with its line end.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct CsvScan(CsvEnd End, int Length, int Consumed)
{
    /// <summary>How many fields were seen; where something is wrong, the last one is where.</summary>
    public int Fields { get; init; }

    /// <summary>Whether one of them is quoted: only then the record may span lines.</summary>
    public bool HasQuotedFields { get; init; }
}
