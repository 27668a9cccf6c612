namespace DataAccess.PostgreSql.Inserting;

/// <summary>A way to put a batch into a table.</summary>
internal enum InsertStrategy
{
    /// <summary>A parameter a value.</summary>
    Values,

    /// <summary>An array a column.</summary>
    Unnest,

    /// <summary>Binary COPY.</summary>
    Copy,
}
