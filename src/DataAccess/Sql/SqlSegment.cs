namespace DataAccess.Sql;

/// <summary>One piece of a <see cref="SqlStatement"/>: text or identifier in <see cref="Text"/>, or a value with its declared type.</summary>
internal readonly record struct SqlSegment(SqlSegmentKind Kind, string? Text, object? Value, Type? Type)
{
    /// <summary>The enum whose number the value is; null if it is none.</summary>
    public Type? EnumType { get; init; }

    /// <summary>Whether the value is as a column stores it, so that no converter is for it.</summary>
    public bool IsStored { get; init; }

    /// <summary>The declared type of a list's values if no column has it; null if one has.</summary>
    public Type? ModelType { get; init; }

    public static SqlSegment Literal(string text) => new(SqlSegmentKind.Text, text, null, null);

    public static SqlSegment Script(string text) => new(SqlSegmentKind.Script, text, null, null);

    public static SqlSegment Identifier(string name) => new(SqlSegmentKind.Identifier, name, null, null);

    public static SqlSegment Parameter(object? value, Type type) => new(SqlSegmentKind.Value, null, value, type);

    /// <param name="values">The values, boxed once.</param>
    /// <param name="elementType">The type of one value.</param>
    public static SqlSegment List(Array values, Type elementType) => new(SqlSegmentKind.List, null, values, elementType);
}
