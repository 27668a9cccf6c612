using System.ComponentModel.DataAnnotations;
using System.ComponentModel.DataAnnotations.Schema;
using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json;
using DataAccess.Sql;

namespace DataAccess.Mapping;

/// <summary>A property or a field of a mapped type, with its mapping attributes. The only place that reads these attributes.</summary>
internal sealed class MappedMember
{
    /// <param name="member">A property that can be read, or a field.</param>
    public MappedMember(MemberInfo member)
    {
        Member = member = Declared(member);
        var column = member.GetCustomAttribute<ColumnAttribute>();
        IsNamed = column?.Name is not null;
        Column = column?.Name ?? JsonNamingPolicy.SnakeCaseLower.ConvertName(member.Name);
        IsKey = member.IsDefined(typeof(KeyAttribute));
        KeyOrder = column is { Order: >= 0 } ? column.Order : int.MaxValue;
        IsGenerated = member.GetCustomAttribute<DatabaseGeneratedAttribute>() is { DatabaseGeneratedOption: not DatabaseGeneratedOption.None };
        IsVersion = member.IsDefined(typeof(ConcurrencyCheckAttribute)) || member.IsDefined(typeof(TimestampAttribute));
        IsRequired = member.IsDefined(typeof(RequiredMemberAttribute));
        IsText = string.Equals(column?.TypeName, "text", StringComparison.OrdinalIgnoreCase);
        DeclaredType = member is PropertyInfo property ? property.PropertyType : ((FieldInfo)member).FieldType;
        Type = Nullable.GetUnderlyingType(DeclaredType) ?? DeclaredType;
        IsJson = column?.TypeName?.ToUpperInvariant() is "JSON" or "JSONB" && Type != typeof(string);
        AcceptsNull = !DeclaredType.IsValueType || Nullable.GetUnderlyingType(DeclaredType) is not null;
        IsSettable = member is PropertyInfo { SetMethod: not null } or FieldInfo { IsInitOnly: false };
        Conversion = DeclaredConversions.Of(Type, member.GetCustomAttribute<ValueConverterAttribute>(), $"{member.ReflectedType!.Name}.{member.Name}");
    }

    public MemberInfo Member { get; }

    public string Name => Member.Name;

    public string Column { get; }

    /// <summary>Whether the column has a name of its own.</summary>
    public bool IsNamed { get; }

    /// <summary>The member's type, with its <c>?</c>.</summary>
    public Type DeclaredType { get; }

    /// <summary>The member's type without its <c>?</c>.</summary>
    public Type Type { get; }

    public bool AcceptsNull { get; }

    public bool IsKey { get; init; }

    /// <summary>Its place in a key of several members: <c>[Column(Order = 1)]</c>. Without it, it comes after those that have one.</summary>
    public int KeyOrder { get; }

    public bool IsGenerated { get; }

    /// <summary>Whether it is the row's version, which counts its changes: <c>[ConcurrencyCheck]</c>.</summary>
    public bool IsVersion { get; }

    /// <summary>Whether C# requires a value of whoever creates the object: <c>required</c>.</summary>
    public bool IsRequired { get; }

    /// <summary>Whether an enum is stored as its name, and a number as its digits: <c>[Column(TypeName = "text")]</c>.</summary>
    public bool IsText { get; }

    /// <summary>
    /// Whether it is stored as JSON: <c>[Column(TypeName = "json")]</c>, or <c>jsonb</c>. A string with it contains the JSON text itself.
    /// </summary>
    public bool IsJson { get; }

    /// <summary>The converter of the member alone; null if there is none.</summary>
    public ValueConversion? Conversion { get; }

    /// <summary>Whether it can be set once the object exists, by <c>init</c> or a setter that is not public too.</summary>
    public bool IsSettable { get; }

    /// <summary>Whether it keeps a value and does not calculate it: a field, or a property whose accessors the compiler wrote.</summary>
    public bool KeepsValue => Member is not PropertyInfo property || property.GetMethod!.IsDefined(typeof(CompilerGeneratedAttribute));

    /// <summary>The converter that stores it: its own, or its type's unless it is encoded in another way; null if there is none.</summary>
    public ValueConversion? ConversionBy(Conversions conversions) => Conversion ?? (IsJson || IsText ? null : conversions.Find(Type));

    /// <summary>What decides which column is the member's.</summary>
    /// <param name="parameter">The parameter that sets it, or null.</param>
    /// <param name="setsRequired">Whether the constructor sets the required members itself.</param>
    public RowMember Describe(MappedParameter? parameter, bool setsRequired) => new(Name, Column, Type)
    {
        IsNamed = IsNamed,
        AcceptsNull = AcceptsNull,
        IsParameter = parameter is not null,
        IsOptional = parameter?.IsOptional == true,
        IsSettable = IsSettable,
        IsRequired = IsRequired && parameter is null && !setsRequired,
        IsKey = IsKey,
        IsJson = IsJson,
        IsText = IsText,
        Conversion = Conversion,
    };

    /// <summary>The property with its setter, which a derived type does not inherit if it is private.</summary>
    [UnconditionalSuppressMessage("Trimming", "IL2075", Justification = "The property is kept, and with it both of its accessors.")]
    private static MemberInfo Declared(MemberInfo member)
        => member is PropertyInfo { SetMethod: null } && member.DeclaringType != member.ReflectedType
            ? member.DeclaringType!.GetProperty(member.Name, BindingFlags.Instance | BindingFlags.Public | BindingFlags.DeclaredOnly) ?? member
            : member;
}
