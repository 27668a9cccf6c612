using DataAccess.Migrations.Parsing;

namespace DataAccess.Migrations.Files;

/// <summary>A directive <c>backfill table=orders key=id batch=1000</c>: the file's statement runs slice by slice.</summary>
/// <param name="Table">The table whose keys are cut into slices; may have a schema in front.</param>
/// <param name="Key">Its key column.</param>
/// <param name="Batch">How many keys are in a slice.</param>
internal sealed record BackfillDirective(SchemaName Table, string Key, int Batch);
