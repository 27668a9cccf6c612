using System.ComponentModel;
using System.Text.Json.Serialization;
using DataAccess.Sql;

namespace DataAccess.Mapping;

/// <summary>
/// What decides which column of a result is read into a member: the same description for a type that is mapped by reflection and for a
/// generated map.
/// </summary>
/// <param name="name">The member's name.</param>
/// <param name="column">Its column's name.</param>
/// <param name="type">Its type without <c>?</c>.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class RowMember(string name, string column, Type type)
{
    /// <summary>The member's name, for messages.</summary>
    public string Name { get; } = name;

    /// <summary>The column's name.</summary>
    public string Column { get; } = column;

    /// <summary>The member's type without <c>?</c>.</summary>
    public Type Type { get; } = type;

    /// <summary>Whether the column has a name of its own, so that no column with the member's name is taken. Default false.</summary>
    public bool IsNamed { get; init; }

    /// <summary>Whether the member may be null. Default false.</summary>
    public bool AcceptsNull { get; init; }

    /// <summary>Whether it is a parameter of the constructor through which rows become objects. Default false.</summary>
    public bool IsParameter { get; init; }

    /// <summary>Whether the parameter has a default value. Default false.</summary>
    public bool IsOptional { get; init; }

    /// <summary>Whether it can be set once the object exists. Default false.</summary>
    public bool IsSettable { get; init; }

    /// <summary>Whether it is not set by the constructor, and C# requires a value of it. Default false.</summary>
    public bool IsRequired { get; init; }

    /// <summary>Whether it is the key or a part of it. Default false.</summary>
    public bool IsKey { get; init; }

    /// <summary>Whether it is stored as JSON. Default false.</summary>
    public bool IsJson { get; init; }

    /// <summary>How JSON is written and read; null for the reflection of System.Text.Json. Default null.</summary>
    public JsonSerializerContext? Json { get; init; }

    /// <summary>The converter of the member alone; null for that of its type, if there is one. Default null.</summary>
    public IValueConverter? Converter
    {
        get;
        init
        {
            field = value;
            Conversion = value?.ToConversion().For(Name, Type);
        }
    }

    /// <summary>Whether it is stored as text: the name of an enum, or a number's digits. Default false.</summary>
    public bool IsText { get; init; }

    /// <summary>The converter of the member alone.</summary>
    internal ValueConversion? Conversion { get; init; }

    /// <summary>Whether a result's column is the member's: one with its name, or with the name that it was given.</summary>
    internal bool Matches(string column)
        => string.Equals(Column, column, StringComparison.OrdinalIgnoreCase)
        || (!IsNamed && string.Equals(Name, column, StringComparison.OrdinalIgnoreCase));

    /// <summary>The converter that reads it; null if there is none.</summary>
    internal ValueConversion? ConversionBy(Conversions conversions) => Conversion ?? (IsJson || IsText ? null : conversions.Find(Type));

    internal bool IsSameAs(RowMember other)
        => Name == other.Name && Column == other.Column && Type == other.Type && IsNamed == other.IsNamed && AcceptsNull == other.AcceptsNull
        && IsParameter == other.IsParameter && IsOptional == other.IsOptional && IsSettable == other.IsSettable && IsRequired == other.IsRequired
        && IsKey == other.IsKey && IsJson == other.IsJson && IsText == other.IsText && Converter?.GetType() == other.Converter?.GetType()
        && Json?.GetType() == other.Json?.GetType();
}
