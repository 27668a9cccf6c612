namespace DataAccess.Migrations.Parsing;

/// <summary>Something that is there, or no longer there, once a statement ran.</summary>
/// <param name="Object">Its kind.</param>
/// <param name="Name">Its name.</param>
/// <param name="Table">The table it belongs to, for columns, indexes and constraints.</param>
/// <param name="Exists">Whether it is there afterwards.</param>
internal sealed record SchemaEffect(SchemaObject Object, SchemaName Name, SchemaName? Table, bool Exists)
{
    public override string ToString()
        => $"{Object.ToString().ToLowerInvariant()} {Name}{(Table is { } table ? $" of {table}" : "")} {(Exists ? "exists" : "is dropped")}";
}
