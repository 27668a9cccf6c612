using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DataAccess.Analyzers.Rows.Symbols;

/// <summary>The members of a type that may have columns, in the order and by the rules of the library's reflection.</summary>
internal static class RowMembers
{
    /// <summary>The public properties and fields, of which a derived type's hides a base type's of the same name.</summary>
    public static IReadOnlyList<ISymbol> Of(INamedTypeSymbol type)
    {
        List<INamedTypeSymbol> types = [];
        for (var current = type; current is not null; current = current.BaseType)
        {
            types.Add(current);
        }

        var all = types.SelectMany(static t => t.GetMembers().Where(IsReadableProperty)).Concat(types.SelectMany(static t => t.GetMembers().Where(IsField)));
        return [.. all
            .GroupBy(static m => m.Name, StringComparer.Ordinal)
            .Select(same => same.OrderBy(m => types.IndexOf(m.ContainingType)).First())
            .Where(static m => !MappingAttributes.IsNotMapped(m))];
    }

    /// <summary>A property that could be read from rows and not written to them; null if there is none.</summary>
    public static ISymbol? OnlySettable(INamedTypeSymbol type)
    {
        for (var current = type; current is not null; current = current.BaseType)
        {
            if (current.GetMembers().FirstOrDefault(static m => m is IPropertySymbol
                {
                    IsStatic: false, IsIndexer: false, OverriddenProperty: null, DeclaredAccessibility: Accessibility.Public, SetMethod.DeclaredAccessibility: Accessibility.Public,
                    GetMethod: null or { DeclaredAccessibility: not Accessibility.Public },
                } && !MappingAttributes.IsNotMapped(m)) is { } found)
            {
                return found;
            }
        }

        return null;
    }

    public static ITypeSymbol TypeOf(ISymbol member) => member is IPropertySymbol property ? property.Type : ((IFieldSymbol)member).Type;

    public static bool IsSettable(ISymbol member) => member is IPropertySymbol { SetMethod: not null } or IFieldSymbol { IsReadOnly: false };

    public static bool IsRequired(ISymbol member) => member is IPropertySymbol { IsRequired: true } or IFieldSymbol { IsRequired: true };

    /// <summary>Whether an assignment sets it, anywhere in the assembly.</summary>
    public static bool IsAssignable(ISymbol member)
        => member is IFieldSymbol || member is IPropertySymbol { SetMethod: { IsInitOnly: false, DeclaredAccessibility: Accessibility.Public } };

    /// <summary>Whether it keeps a value and does not calculate it: a field, or a property whose getter the compiler wrote.</summary>
    public static bool KeepsValue(ISymbol member)
        => member is not IPropertySymbol { GetMethod: { } getter } property
        || (property.DeclaringSyntaxReferences.IsEmpty
            ? MappingAttributes.IsCompilerGenerated(getter)
            : property.DeclaringSyntaxReferences.Any(static reference => reference.GetSyntax() is ParameterSyntax || IsAutomatic(reference.GetSyntax())));

    private static bool IsAutomatic(SyntaxNode node)
        => node is PropertyDeclarationSyntax { AccessorList: { } list }
        && list.Accessors.Any(static a => a.Keyword.Text == "get" && a.Body is null && a.ExpressionBody is null);

    private static bool IsReadableProperty(ISymbol member)
        => member is IPropertySymbol { IsStatic: false, IsIndexer: false, GetMethod.DeclaredAccessibility: Accessibility.Public, DeclaredAccessibility: Accessibility.Public };

    private static bool IsField(ISymbol member) => member is IFieldSymbol { IsStatic: false, IsImplicitlyDeclared: false, DeclaredAccessibility: Accessibility.Public };
}
