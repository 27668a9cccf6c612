namespace DataAccess.PostgreSql.Inserting.Copying;

/// <summary>The outcome of a COPY that the server did not reject.</summary>
internal enum CopyOutcome
{
    Committed,

    /// <summary>Rolled back: a value cannot be encoded for its column.</summary>
    Unencodable,

    /// <summary>Rolled back: the table is no longer the one that the values were encoded for.</summary>
    ShapeChanged,
}
