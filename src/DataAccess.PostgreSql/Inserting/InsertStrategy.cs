namespace DataAccess.PostgreSql.Inserting;

/// <summary>How a batch is inserted into a table.</summary>
internal enum InsertStrategy
{
    /// <summary>One parameter per value.</summary>
    Values,

    /// <summary>One array per column.</summary>
    Unnest,

    /// <summary>Binary COPY.</summary>
    Copy,
}
