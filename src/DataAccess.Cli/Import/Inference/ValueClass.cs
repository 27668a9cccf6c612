namespace DataAccess.Cli.Import.Inference;

/// <summary>The narrowest class that a value belongs to.</summary>
internal enum ValueClass
{
    /// <summary>Only text.</summary>
    Text = 0,

    /// <summary>
    /// Looks like a number or a time, but only text preserves it: leading zeros, a plus sign, more digits than
    /// any number type has. One such value makes the column text.
    /// </summary>
    Verbatim = 1,

    /// <summary><c>true</c> or <c>false</c>.</summary>
    Boolean = 2,

    /// <summary>An integer that a double holds exactly.</summary>
    Integer = 3,

    /// <summary>An integer of 64 bits that a double would round.</summary>
    LongInteger = 4,

    /// <summary>A number with a fraction that a double preserves digit by digit.</summary>
    Double = 5,

    /// <summary>A number in scientific notation that a double preserves digit by digit; it may be out of range of a decimal.</summary>
    Scientific = 6,

    /// <summary>A number with a fraction of more digits than a double keeps.</summary>
    Decimal = 7,

    /// <summary><c>2024-12-31</c>.</summary>
    Date = 8,

    /// <summary>A date and a time of day.</summary>
    Timestamp = 9,

    /// <summary>A date and a time of day with the offset from UTC.</summary>
    TimestampWithOffset = 10,

    /// <summary>A UUID with its hyphens.</summary>
    Uuid = 11,
}
