namespace DataAccess.Migrations;

/// <summary>How far a backfill is, in this run.</summary>
/// <param name="Slices">How many slices are committed.</param>
/// <param name="Rows">How many rows they changed.</param>
/// <param name="Fraction">How far along the table's keys it is, from 0 to 1; null where the keys are no numbers.</param>
public sealed record BackfillProgress(long Slices, long Rows, double? Fraction);
