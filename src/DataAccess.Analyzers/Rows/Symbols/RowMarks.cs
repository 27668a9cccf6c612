using Microsoft.CodeAnalysis;

namespace DataAccess.Analyzers.Rows.Symbols;

/// <summary>The attributes that ask for a map.</summary>
internal static class RowMarks
{
    public const string OfType = "DataAccess.RowAttribute";
    public const string OfAssembly = "DataAccess.RowAttribute`1";

    /// <summary>The attribute of a type, or null.</summary>
    public static AttributeData? On(ISymbol type) => type.GetAttributes().FirstOrDefault(static a => Is(a, arity: 0));

    /// <summary>The attributes of an assembly.</summary>
    public static IEnumerable<AttributeData> Of(IAssemblySymbol assembly) => assembly.GetAttributes().Where(static a => Is(a, arity: 1));

    /// <summary>The type that an attribute of an assembly names.</summary>
    public static INamedTypeSymbol? TypeOf(AttributeData attribute) => attribute.AttributeClass?.TypeArguments.FirstOrDefault() as INamedTypeSymbol;

    /// <summary>The JSON context of either attribute.</summary>
    public static ITypeSymbol? JsonOf(AttributeData attribute) => MappingAttributes.Named(attribute, "Json") as ITypeSymbol;

    private static bool Is(AttributeData attribute, int arity)
        => attribute.AttributeClass is { Name: "RowAttribute", ContainingNamespace: { Name: "DataAccess", ContainingNamespace.IsGlobalNamespace: true } } type && type.Arity == arity;
}
