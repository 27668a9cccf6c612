namespace DataAccess.PostgreSql.Inserting.Copying;

/// <summary>What became of a COPY that the server did not refuse.</summary>
internal enum CopyOutcome
{
    Committed,

    /// <summary>Rolled back: a value has no form in its column.</summary>
    Unencodable,

    /// <summary>Rolled back: the table is no longer the one that the values were encoded for.</summary>
    ShapeChanged,
}
