namespace DataAccess.Conformance;

/// <summary>A change of a row: an insert, an update of a version, or a delete.</summary>
internal sealed record KeyChange(char Kind, string Text, int Version)
{
    /// <summary>What its caller is told, and the row after it.</summary>
    public (string Told, (string Text, int Version)? After) On((string Text, int Version)? row) => (Kind, row) switch
    {
        ('i', null) => ("true", (Text, Version)),
        ('i', _) => ("rejected", row),
        (_, null) => ("false", null),
        ('d', _) => ("true", null),
        _ => row.Value.Version == Version ? ("true", (Text, Version + 1)) : ("conflict", row),
    };
}
