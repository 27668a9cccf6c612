using System.Runtime.InteropServices;

namespace DataAccess.Cli.Import.Reading;

/// <summary>What the parser found.</summary>
/// <param name="End">The result of looking for the record's end.</param>
/// <param name="Length">The record's bytes without its line end.</param>
/// <param name="Consumed">The record's bytes with its line end.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct CsvScan(CsvEnd End, int Length, int Consumed)
{
    /// <summary>How many fields were found; if something is wrong, it is wrong in the last one.</summary>
    public int Fields { get; init; }

    /// <summary>Whether one of them is quoted: only then can the record span lines.</summary>
    public bool HasQuotedFields { get; init; }
}
