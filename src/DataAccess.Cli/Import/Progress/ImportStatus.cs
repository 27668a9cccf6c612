namespace DataAccess.Cli.Import.Progress;

/// <summary>The progress of an import.</summary>
/// <param name="Phase">The phase it is in.</param>
/// <param name="Read">Records read.</param>
/// <param name="LastLine">The first line of the last record read; 0 before the first.</param>
/// <param name="Committed">Rows whose COMMIT the database has acknowledged.</param>
/// <param name="Rejected">Records that were damaged, did not convert, or were rejected by the database.</param>
/// <param name="NotLoaded">Rows that were in flight when the import stopped, and are not, or possibly not, in the table.</param>
/// <param name="Batches">Batches committed.</param>
/// <param name="Elapsed">The time since the start.</param>
/// <param name="Fraction">How much of the file has been read, 0 to 1, or null if its length is unknown.</param>
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
