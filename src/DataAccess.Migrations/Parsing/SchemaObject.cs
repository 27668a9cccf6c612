namespace DataAccess.Migrations.Parsing;

/// <summary>Kinds of objects that the catalog lists.</summary>
internal enum SchemaObject
{
    Table = 0,
    Column = 1,
    Index = 2,
    Constraint = 3,
    Trigger = 4,
    Routine = 5,
    Event = 6,
    Database = 7,
}
