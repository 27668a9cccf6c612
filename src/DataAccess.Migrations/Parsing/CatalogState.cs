namespace DataAccess.Migrations.Parsing;

/// <summary>How much of a statement's effects the catalog shows.</summary>
internal enum CatalogState
{
    /// <summary>Not read, or there is nothing to look for.</summary>
    Unknown = 0,

    /// <summary>None of them: it did not run.</summary>
    None = 1,

    /// <summary>All of them: it ran.</summary>
    All = 2,

    /// <summary>Some: it stopped midway, or another session changed the schema.</summary>
    Some = 3,
}
