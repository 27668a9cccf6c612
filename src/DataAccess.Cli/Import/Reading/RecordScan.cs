using System.Runtime.InteropServices;

namespace DataAccess.Cli.Import.Reading;

/// <summary>What a scanner found.</summary>
/// <param name="End">How the search came out.</param>
/// <param name="Length">The record's bytes without its line end.</param>
/// <param name="Consumed">The record's bytes with its line end.</param>
/// <param name="Fields">How many fields were seen; where something is wrong, the last one is where.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct RecordScan(ScanEnd End, int Length, int Consumed, int Fields);
