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

    private static readonly HashSet<string> Converted =
    [
        .. "System.Int128 System.UInt128 System.ReadOnlyMemory`1 System.Memory`1 System.Text.Json.JsonDocument System.Text.Json.JsonElement".Split(' '),
        .. "System.Text.Json.Nodes.JsonNode System.Text.Json.Nodes.JsonObject System.Text.Json.Nodes.JsonArray".Split(' '),
    ];

    /// <summary>How a type, without <c>?</c>, is kept in a column.</summary>
    /// <param name="type">The type.</param>
    /// <param name="isText">Whether an enum is kept as its name and a number as its digits.</param>
    public static ColumnKind KindOf(ITypeSymbol type, bool isText)
        => type.TypeKind == TypeKind.Enum && (isText || MappingAttributes.Converter(type) is null) ? isText ? ColumnKind.EnumName : ColumnKind.EnumNumber
            : type.SpecialType == SpecialType.System_String ? ColumnKind.Text
            : type.SpecialType == SpecialType.System_Object ? ColumnKind.Object
            : type is IArrayTypeSymbol { Rank: 1 } array ? IsElement(array.ElementType) ? ColumnKind.Reference : ColumnKind.None
            : IsConverted(type) ? ColumnKind.Converted
            : !IsOfSystem(type) || !Values.Contains(type.MetadataName) ? ColumnKind.None
            : isText && type.SpecialType is >= SpecialType.System_SByte and <= SpecialType.System_Double ? ColumnKind.Digits
            : ColumnKind.Value;

    private static bool IsConverted(ITypeSymbol type)
        => MappingAttributes.Converter(type) is not null
        || (Converted.Contains($"{type.ContainingNamespace?.ToDisplayString()}.{type.MetadataName}")
            && type is INamedTypeSymbol named && named.TypeArguments.All(static argument => argument.SpecialType == SpecialType.System_Byte));

    private static bool IsElement(ITypeSymbol type)
        => type.SpecialType == SpecialType.System_Byte
        || (IsOfSystem(type) && Elements.Contains(type.MetadataName))
        || type is IArrayTypeSymbol { Rank: 1, ElementType.SpecialType: SpecialType.System_Byte };

    private static bool IsOfSystem(ITypeSymbol type) => type.ContainingNamespace is { Name: "System", ContainingNamespace.IsGlobalNamespace: true } && type.ContainingType is null;
}
