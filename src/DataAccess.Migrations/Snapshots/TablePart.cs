namespace DataAccess.Migrations.Snapshots;

/// <summary>A key or a check that <c>create table</c> holds.</summary>
/// <param name="Definition">What <c>create table</c> has of it.</param>
/// <param name="Drop">The clause of <c>alter table</c> that removes it.</param>
internal sealed record TablePart(string Definition, string Drop);
