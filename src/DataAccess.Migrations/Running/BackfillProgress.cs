namespace DataAccess.Migrations;

/// <summary>The progress of a backfill, in this run.</summary>
/// <param name="Slices">The number of committed slices.</param>
/// <param name="Rows">The number of rows they changed.</param>
/// <param name="Fraction">How far along the table's keys it is, from 0 to 1; null if the keys are not numbers.</param>
public sealed record BackfillProgress(long Slices, long Rows, double? Fraction);
