namespace DataAccess.Migrations.Parsing;

/// <summary>How much of a statement's effects the catalogue shows.</summary>
internal enum CatalogState
{
    /// <summary>Nobody looked, or there is nothing to look for.</summary>
    Unknown = 0,

    /// <summary>None of them: it did not run.</summary>
    None = 1,

    /// <summary>All of them: it ran.</summary>
    All = 2,

    /// <summary>Some: it stopped in the middle, or somebody else was there.</summary>
    Some = 3,
}
