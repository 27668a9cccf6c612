using DataAccess.Analyzers.Rows.Models;
using DataAccess.Analyzers.Rows.Symbols;
using Microsoft.CodeAnalysis;

namespace DataAccess.Analyzers.Tuples;

/// <summary>Makes the model of a tuple.</summary>
internal static class TupleReader
{
    /// <summary>The tuple that a type is, with or without <c>?</c>; null for other types.</summary>
    public static INamedTypeSymbol? TupleOf(ITypeSymbol type) => TypeNames.Underlying(type) is INamedTypeSymbol { IsTupleType: true, TupleElements.Length: > 1 } tuple ? tuple : null;

    /// <summary>The model; null if the type is no tuple, or if other code of the assembly does not reach its elements.</summary>
    public static TupleModel? Read(ITypeSymbol type, Compilation within)
    {
        if (TupleOf(type) is not { } tuple || tuple.TupleElements.Any(element => !IsReachable(element.Type, within)))
        {
            return null;
        }

        var elements = tuple.TupleElements.Select(static element => ElementOf(element.Type)).ToArray();
        var text = "(" + string.Join(", ", elements.Select(static element => element.Type + (element.IsNullable ? "?" : ""))) + ")";
        return new TupleModel(TypeNames.IsNullable(type) ? text + "?" : text, new EquatableArray<TupleElementModel>(elements));
    }

    /// <summary>Whether an element is an object of several columns.</summary>
    public static bool IsRow(ITypeSymbol element) => ColumnTypes.KindOf(TypeNames.Underlying(element), isText: false) == ColumnKind.None && element.TypeKind != TypeKind.Dynamic;

    private static TupleElementModel ElementOf(ITypeSymbol type)
    {
        var underlying = TypeNames.Underlying(type);
        var kind = underlying.TypeKind == TypeKind.Dynamic ? TupleElementKind.Reference : ColumnTypes.KindOf(underlying, isText: false) switch
        {
            ColumnKind.None or ColumnKind.Converted => TupleElementKind.Row,
            ColumnKind.Text => TupleElementKind.Text,
            ColumnKind.Reference or ColumnKind.Object => TupleElementKind.Reference,
            _ => TupleElementKind.Value,
        };
        return new TupleElementModel(underlying.TypeKind == TypeKind.Dynamic ? "object" : TypeNames.Full(underlying), kind, TypeNames.IsNullable(type));
    }

    private static bool IsReachable(ITypeSymbol type, Compilation within) => type switch
    {
        IArrayTypeSymbol array => IsReachable(array.ElementType, within),
        IDynamicTypeSymbol => true,
        INamedTypeSymbol { IsTupleType: true } => false,
        INamedTypeSymbol { IsRefLikeType: false, IsUnboundGenericType: false, IsFileLocal: false } named
            => within.IsSymbolAccessibleWithin(named, within.Assembly) && AllArguments(named).All(argument => TupleOf(argument) is not null || IsReachable(argument, within)),
        _ => false,
    };

    private static IEnumerable<ITypeSymbol> AllArguments(INamedTypeSymbol type)
        => type.ContainingType is null ? type.TypeArguments : type.TypeArguments.Concat(AllArguments(type.ContainingType));
}
