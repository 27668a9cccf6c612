using DataAccess.Analyzers.Rows.Models;
using Microsoft.CodeAnalysis;

namespace DataAccess.Analyzers.Rows.Symbols;

/// <summary>The types that a column holds: those of the library's table of scalar types, with which a test compares them.</summary>
internal static class ColumnTypes
{
    private static readonly HashSet<string> Values =
        [.. "Boolean Byte SByte Int16 UInt16 Int32 UInt32 Int64 UInt64 Single Double Decimal Char Guid DateOnly TimeOnly TimeSpan DateTime DateTimeOffset".Split(' ')];

    private static readonly HashSet<string> Elements =
        [.. "Boolean Int16 Int32 Int64 Single Double Decimal Guid DateOnly TimeOnly TimeSpan DateTime DateTimeOffset String".Split(' ')];

    /// <summary>The namespace of each type that has a converter of the library's, by its name, as names are compared faster than namespaces.</summary>
    private static readonly Dictionary<string, string> Converted = ((string[])
    [
        .. "System.Int128 System.UInt128 System.ReadOnlyMemory`1 System.Memory`1 System.Text.Json.JsonDocument System.Text.Json.JsonElement".Split(' '),
        .. "System.Text.Json.Nodes.JsonNode System.Text.Json.Nodes.JsonObject System.Text.Json.Nodes.JsonArray System.Net.IPAddress System.Net.IPNetwork System.Net.NetworkInformation.PhysicalAddress System.Collections.BitArray".Split(' '),
    ]).ToDictionary(static name => name.Substring(name.LastIndexOf('.') + 1), static name => name.Substring(0, name.LastIndexOf('.')), StringComparer.Ordinal);

    /// <summary>How a type, without <c>?</c>, is kept in a column.</summary>
    /// <param name="type">The type.</param>
    /// <param name="isText">Whether an enum is kept as its name and a number as its digits.</param>
    public static ColumnKind KindOf(ITypeSymbol type, bool isText)
        => type.TypeKind == TypeKind.Enum && (isText || MappingAttributes.Converter(type) is null) ? isText ? ColumnKind.EnumName : ColumnKind.EnumNumber
            : type.SpecialType == SpecialType.System_String ? ColumnKind.Text
            : type.SpecialType == SpecialType.System_Object ? ColumnKind.Object
            : type is IArrayTypeSymbol { Rank: 1 } array && IsElement(array.ElementType) ? ColumnKind.Reference
            : IsConverted(type) || IsList(type) ? ColumnKind.Converted
            : !IsOfSystem(type) || !Values.Contains(type.MetadataName) ? ColumnKind.None
            : isText && type.SpecialType is >= SpecialType.System_SByte and <= SpecialType.System_Double ? ColumnKind.Digits
            : ColumnKind.Value;

    private static bool IsConverted(ITypeSymbol type)
        => MappingAttributes.Converter(type) is not null
        || (Converted.TryGetValue(type.MetadataName, out var space) && type.ContainingNamespace?.ToDisplayString() == space
            && type is INamedTypeSymbol named && named.TypeArguments.All(static argument => argument.SpecialType == SpecialType.System_Byte));

    /// <summary>The enum of an array, which has a converter of its own; null for other types.</summary>
    public static ITypeSymbol? EnumOfArray(ITypeSymbol type) => type is IArrayTypeSymbol { Rank: 1, ElementType: { TypeKind: TypeKind.Enum } element } ? element : null;

    /// <summary>The type of the numbers in an array of an enum: the smallest of PostgreSQL's that has all of them.</summary>
    public static string ArrayElementOf(ITypeSymbol enumType) => ((INamedTypeSymbol)enumType).EnumUnderlyingType!.SpecialType switch
    {
        SpecialType.System_SByte or SpecialType.System_Byte or SpecialType.System_Int16 => "short",
        SpecialType.System_UInt16 or SpecialType.System_Int32 => "int",
        _ => "long",
    };

    /// <summary>Whether it is a collection, which is no column if it can only be read.</summary>
    public static bool IsCollection(ITypeSymbol type)
        => type.SpecialType != SpecialType.System_String && type.AllInterfaces.Append(type).Any(static i => i.SpecialType == SpecialType.System_Collections_IEnumerable);

    /// <summary>A list of what an array column holds, an array of it in which some are null, or an array of an enum.</summary>
    private static bool IsList(ITypeSymbol type)
        => EnumOfArray(type) is not null
        || (type is IArrayTypeSymbol { Rank: 1 } array && TypeNames.IsNullable(array.ElementType) && IsElement(TypeNames.Underlying(array.ElementType)))
        || (type is INamedTypeSymbol { MetadataName: "List`1" or "IReadOnlyList`1" or "IList`1" } named
            && named.ContainingNamespace.ToDisplayString() == "System.Collections.Generic"
            && TypeNames.Underlying(named.TypeArguments[0]) is { SpecialType: not SpecialType.System_Byte } listed
            && IsElement(listed));

    private static bool IsElement(ITypeSymbol type)
        => type.SpecialType == SpecialType.System_Byte
        || (IsOfSystem(type) && Elements.Contains(type.MetadataName))
        || type is IArrayTypeSymbol { Rank: 1, ElementType.SpecialType: SpecialType.System_Byte };

    private static bool IsOfSystem(ITypeSymbol type) => type.ContainingNamespace is { Name: "System", ContainingNamespace.IsGlobalNamespace: true } && type.ContainingType is null;
}
