using DataAccess.Migrations.Parsing;

namespace DataAccess.Migrations.History;

/// <summary>A row of <c>dataaccess_migration_steps</c>.</summary>
/// <param name="Step">The statement's place in the file, from 1.</param>
/// <param name="Line">Its line when it was run.</param>
/// <param name="Checksum">SHA-256 of its text.</param>
/// <param name="Statement">Its text; of a long one that can be rolled back, the start.</param>
/// <param name="IsDone">False while it is only intended.</param>
/// <param name="Before">What the catalog showed of its effects before it ran.</param>
/// <param name="SliceEnd">The last key that a backfill has written, or null.</param>
internal sealed record StepRow(int Step, int Line, string Checksum, string Statement, bool IsDone, CatalogState Before, string? SliceEnd);
