namespace DataAccess.Analyzers.Rows.Models;

/// <summary>A member of a row.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Column">Its column.</param>
/// <param name="Type">Its type without <c>?</c>.</param>
/// <param name="Kind">How it is kept.</param>
internal sealed record MemberModel(string Name, string Column, string Type, ColumnKind Kind)
{
    public bool IsText { get; init; }

    public bool IsNamed { get; init; }

    public bool IsValueType { get; init; }

    public bool AcceptsNull { get; init; }

    public bool IsRequired { get; init; }

    public bool IsKey { get; init; }

    /// <summary>Its place in a key of several members; null if it has none.</summary>
    public int? KeyOrder { get; init; }

    public bool IsGenerated { get; init; }

    public bool IsVersion { get; init; }

    /// <summary>An enum's number.</summary>
    public string? Number { get; init; }

    /// <summary>The converter of the member alone; null for that of its type.</summary>
    public string? Converter { get; init; }

    /// <summary>How it is set; null if it cannot be.</summary>
    public SetterModel? Setter { get; init; }
}
