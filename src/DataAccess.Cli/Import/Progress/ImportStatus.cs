namespace DataAccess.Cli.Import.Progress;

/// <summary>How far an import has come.</summary>
/// <param name="Phase">What it is busy with.</param>
/// <param name="Read">Records read.</param>
/// <param name="LastLine">The first line of the last record read; 0 before the first.</param>
/// <param name="Committed">Rows whose COMMIT the database has answered.</param>
/// <param name="Rejected">Records that were damaged, did not convert, or were refused by the database.</param>
/// <param name="NotLoaded">Rows that were sent when the import broke off, and are not or perhaps not in the table.</param>
/// <param name="Batches">Batches committed.</param>
/// <param name="Elapsed">The time since the start.</param>
/// <param name="Fraction">How much of the file has been read, 0 to 1, or null where its length is unknown.</param>
internal sealed record ImportStatus(
    ImportPhase Phase,
    long Read,
    long LastLine,
    long Committed,
    long Rejected,
    long NotLoaded,
    long Batches,
    TimeSpan Elapsed,
    double? Fraction)
{
    public double RowsPerSecond => Elapsed > TimeSpan.Zero ? Committed / Elapsed.TotalSeconds : 0;
}
