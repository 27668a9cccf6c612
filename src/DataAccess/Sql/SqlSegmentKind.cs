namespace DataAccess.Sql;

/// <summary>What one piece of a <see cref="SqlStatement"/> is.</summary>
internal enum SqlSegmentKind : byte
{
    /// <summary>SQL text, sent as it is.</summary>
    Text,

    /// <summary>A table or column name, quoted by the dialect.</summary>
    Identifier,

    /// <summary>One value, sent as a parameter.</summary>
    Value,

    /// <summary>Several values after <c>in</c>, expanded as the dialect likes best.</summary>
    List,
}
