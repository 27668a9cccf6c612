namespace DataAccess.Mapping;

/// <summary>What is known of a mapped column beside its name and its value.</summary>
public sealed record ColumnTraits
{
    /// <summary>The member's name in the row, for messages. Default: the column's name.</summary>
    public string? Member { get; init; }

    /// <summary>Whether the column is the key. Default false.</summary>
    public bool IsKey { get; init; }

    /// <summary>Whether the column counts the row's changes, so that a lost race is noticed. Default false.</summary>
    public bool IsVersion { get; init; }

    /// <summary>Whether the database makes the value, so that an insert leaves it out. Default false.</summary>
    public bool IsGenerated { get; init; }
}
