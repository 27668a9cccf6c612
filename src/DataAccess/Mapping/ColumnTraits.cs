namespace DataAccess.Mapping;

/// <summary>The properties of a mapped column besides its name and value.</summary>
public sealed record ColumnTraits
{
    /// <summary>The name of the row's member, for messages. Default: the column's name.</summary>
    public string? Member { get; init; }

    /// <summary>Whether the column is the key, or one of the key's columns. Default false.</summary>
    public bool IsKey { get; init; }

    /// <summary>
    /// The column's place in a key of several columns, which are sorted by it; those with the same place stay in the map's order. Default: the last
    /// place, so that the order is the map's.
    /// </summary>
    public int KeyOrder { get; init; } = int.MaxValue;

    /// <summary>Whether the column is the row's version, which counts its changes, so that conflicting updates are detected. Default false.</summary>
    public bool IsVersion { get; init; }

    /// <summary>The enum whose number the values are. Default: null, they are no enum.</summary>
    public Type? EnumType { get; init; }

    /// <summary>Whether a value may be null; true if it is not known.</summary>
    internal bool AcceptsNull { get; init; } = true;

    /// <summary>Whether the values are an encoding of the member's, as JSON is, so that no converter of their type is for them.</summary>
    internal bool IsEncoded { get; init; }

    /// <summary>Whether the database generates the value, so that an insert omits it. Default false.</summary>
    public bool IsGenerated { get; init; }
}
