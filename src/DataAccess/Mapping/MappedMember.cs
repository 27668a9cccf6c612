using System.ComponentModel.DataAnnotations;
using System.ComponentModel.DataAnnotations.Schema;
using System.Reflection;
using System.Text.Json;

namespace DataAccess.Mapping;

/// <summary>A property of a mapped type, with its mapping attributes. The only place that reads these attributes.</summary>
internal sealed class MappedMember
{
    public MappedMember(PropertyInfo property)
    {
        Property = property;
        var column = property.GetCustomAttribute<ColumnAttribute>();
        Column = column?.Name ?? JsonNamingPolicy.SnakeCaseLower.ConvertName(property.Name);
        IsKey = property.IsDefined(typeof(KeyAttribute));
        IsGenerated = property.GetCustomAttribute<DatabaseGeneratedAttribute>() is { DatabaseGeneratedOption: not DatabaseGeneratedOption.None };
        IsVersion = property.IsDefined(typeof(ConcurrencyCheckAttribute)) || property.IsDefined(typeof(TimestampAttribute));
        EnumAsText = string.Equals(column?.TypeName, "text", StringComparison.OrdinalIgnoreCase);
        Type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
        IsJson = column?.TypeName?.ToUpperInvariant() is "JSON" or "JSONB" && Type != typeof(string);
        AcceptsNull = !property.PropertyType.IsValueType || Nullable.GetUnderlyingType(property.PropertyType) is not null;
    }

    public PropertyInfo Property { get; }

    public string Name => Property.Name;

    public string Column { get; }

    /// <summary>The property's type without its <c>?</c>.</summary>
    public Type Type { get; }

    public bool AcceptsNull { get; }

    public bool IsKey { get; init; }

    public bool IsGenerated { get; }

    /// <summary>Whether it is the row's version, which counts its changes: <c>[ConcurrencyCheck]</c>.</summary>
    public bool IsVersion { get; }

    /// <summary>Whether an enum is stored as its name: <c>[Column(TypeName = "text")]</c>.</summary>
    public bool EnumAsText { get; }

    /// <summary>
    /// Whether it is stored as JSON: <c>[Column(TypeName = "json")]</c>, or <c>jsonb</c>. A string with it contains the JSON text itself.
    /// </summary>
    public bool IsJson { get; }

    public bool IsSettable => Property.SetMethod is { IsPublic: true };

    public bool Matches(string column)
        => string.Equals(Column, column, StringComparison.OrdinalIgnoreCase)
        || string.Equals(Name, column, StringComparison.OrdinalIgnoreCase);
}
