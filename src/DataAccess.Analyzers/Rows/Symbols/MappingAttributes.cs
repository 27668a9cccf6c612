using Microsoft.CodeAnalysis;

namespace DataAccess.Analyzers.Rows.Symbols;

/// <summary>The mapping attributes of a type or a member. The only place of the generator that reads them.</summary>
internal static class MappingAttributes
{
    private const string Annotations = "System.ComponentModel.DataAnnotations";
    private const string Schema = Annotations + ".Schema";

    public static bool IsNotMapped(ISymbol member) => Find(member, Schema, "NotMappedAttribute") is not null;

    public static bool IsKey(ISymbol member) => Find(member, Annotations, "KeyAttribute") is not null;

    public static bool IsVersion(ISymbol member)
        => Find(member, Annotations, "ConcurrencyCheckAttribute") is not null || Find(member, Annotations, "TimestampAttribute") is not null;

    public static bool IsGenerated(ISymbol member)
        => Find(member, Schema, "DatabaseGeneratedAttribute") is { } generated && generated.ConstructorArguments.FirstOrDefault().Value is not 0;

    /// <summary>The name that a member's column was given, and the type.</summary>
    public static (string? Name, string? Type) Column(ISymbol member)
        => Find(member, Schema, "ColumnAttribute") is { } column
            ? (column.ConstructorArguments.FirstOrDefault().Value as string, Named(column, "TypeName") as string)
            : default;

    /// <summary>The converter of a member or a type alone, or null.</summary>
    public static ITypeSymbol? Converter(ISymbol symbol)
    {
        for (var current = symbol; current is not null; current = current is IPropertySymbol property ? property.OverriddenProperty : null)
        {
            if (current.GetAttributes().FirstOrDefault(static a => a.AttributeClass is { Name: "ValueConverterAttribute", Arity: 1 } type && type.ContainingNamespace.ToDisplayString() == "DataAccess") is { } found)
            {
                return found.AttributeClass!.TypeArguments[0];
            }
        }

        return null;
    }

    /// <summary>The place that a member's column was given; null if it has none.</summary>
    public static int? Order(ISymbol member)
        => Find(member, Schema, "ColumnAttribute") is { } column && Named(column, "Order") is int order and >= 0 ? order : null;

    /// <summary>The table that a type was given.</summary>
    public static (string? Name, string? Schema) Table(INamedTypeSymbol type)
        => Find(type, Schema, "TableAttribute") is { } table ? (table.ConstructorArguments.FirstOrDefault().Value as string, Named(table, "Schema") as string) : default;

    public static bool SetsRequired(IMethodSymbol constructor) => Find(constructor, "System.Diagnostics.CodeAnalysis", "SetsRequiredMembersAttribute") is not null;

    public static bool IsCompilerGenerated(ISymbol symbol) => Find(symbol, "System.Runtime.CompilerServices", "CompilerGeneratedAttribute") is not null;

    public static object? Named(AttributeData attribute, string name) => attribute.NamedArguments.FirstOrDefault(argument => argument.Key == name).Value.Value;

    /// <summary>The attribute of a symbol, or of what it overrides or inherits from.</summary>
    private static AttributeData? Find(ISymbol symbol, string space, string name)
    {
        for (var current = symbol; current is not null; current = Parent(current))
        {
            foreach (var attribute in current.GetAttributes())
            {
                if (attribute.AttributeClass is { } type && type.Name == name && type.ContainingNamespace.ToDisplayString() == space)
                {
                    return attribute;
                }
            }
        }

        return null;
    }

    private static ISymbol? Parent(ISymbol symbol) => symbol switch
    {
        INamedTypeSymbol type => type.BaseType,
        IPropertySymbol property => property.OverriddenProperty,
        _ => null,
    };
}
