using Microsoft.CodeAnalysis;

namespace DataAccess.Analyzers.Rows.Symbols;

/// <summary>The constructor through which rows become objects, by the rules of the library's reflection.</summary>
internal static class RowConstructor
{
    /// <summary>The parameterless constructor if there is one, otherwise the largest one whose parameters are all members or optional.</summary>
    /// <returns>Whether objects can be made; the constructor is null for a struct that has none that fits.</returns>
    public static bool TryFind(INamedTypeSymbol type, IReadOnlyList<ISymbol> members, out IMethodSymbol? constructor)
    {
        var all = type.InstanceConstructors.Where(static c => c.DeclaredAccessibility == Accessibility.Public).ToArray();
        constructor = type.IsValueType
            ? all.FirstOrDefault(c => FitsAll(c, members))
            : all.FirstOrDefault(static c => c.Parameters.Length == 0) ?? all.Where(c => FitsAll(c, members)).OrderByDescending(static c => c.Parameters.Length).FirstOrDefault();
        return type.IsValueType || constructor is not null;
    }

    public static bool IsFor(IParameterSymbol parameter, ISymbol member)
        => parameter.RefKind == RefKind.None
        && string.Equals(parameter.Name, member.Name, StringComparison.OrdinalIgnoreCase)
        && SymbolEqualityComparer.Default.Equals(parameter.Type, RowMembers.TypeOf(member));

    private static bool FitsAll(IMethodSymbol constructor, IReadOnlyList<ISymbol> members)
        => constructor.Parameters.Length > 0
        && constructor.Parameters.All(p => p.HasExplicitDefaultValue || members.Any(m => IsFor(p, m)))
        && constructor.Parameters.Any(p => members.Any(m => IsFor(p, m)));
}
