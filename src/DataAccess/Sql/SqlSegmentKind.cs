namespace DataAccess.Sql;

/// <summary>The kind of a piece of a <see cref="SqlStatement"/>.</summary>
internal enum SqlSegmentKind : byte
{
    /// <summary>SQL text, sent unchanged.</summary>
    Text,

    /// <summary>A statement of a script, which the driver must not parse.</summary>
    Script,

    /// <summary>A table or column name, quoted by the dialect.</summary>
    Identifier,

    /// <summary>One value, sent as a parameter.</summary>
    Value,

    /// <summary>Several values after <c>in</c>, expanded as suits the dialect.</summary>
    List,
}
