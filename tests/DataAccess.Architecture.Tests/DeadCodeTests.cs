using Microsoft.CodeAnalysis;

namespace DataAccess.Architecture.Tests;

/// <summary>What is declared is used by what is shipped. A member that only tests use is not.</summary>
public sealed class DeadCodeTests
{
    // What is there to be compared: a rule's source with its page, a statement's place with the script, of which no byte may be lost.
    private static readonly string[] Kept = ["LintRule.Source", "ScriptStatement.Start"];

    [Fact]
    public void Every_member_is_used()
    {
        var used = new HashSet<ISymbol>(SymbolEqualityComparer.Default);
        foreach (var use in SourceModel.Instance.Uses)
        {
            used.Add(use.Symbol);
        }

        var dead = SourceModel.Instance.Declarations
            .Where(static d => d.Symbol is IMethodSymbol or IPropertySymbol or IFieldSymbol)
            .Where(d => !used.Contains(d.Symbol.OriginalDefinition) && !IsDeconstructed(d.Symbol, used) && !IsReachedOtherwise(d))
            .Where(static d => !Kept.Contains(d.Symbol.ToDisplayString(SymbolDisplayFormat.CSharpShortErrorMessageFormat), StringComparer.Ordinal))
            .Select(static d => $"{d.File}({d.Line}): {d.Symbol.ToDisplayString(SymbolDisplayFormat.CSharpShortErrorMessageFormat)}");
        if (string.Join('\n', dead) is { Length: > 0 } lines)
        {
            Assert.Fail(lines);
        }
    }

    /// <summary>Whether something else than a name in the sources reaches it: a caller of the library, a base type, the compiler or the runtime.</summary>
    private static bool IsReachedOtherwise(SourceDeclaration declaration)
        => IsPublicOfLibrary(declaration)
        || declaration.Symbol.IsOverride
        || declaration.Symbol.IsImplicitlyDeclared
        || Implements(declaration.Symbol)
        || declaration.Symbol is IFieldSymbol { ContainingType.TypeKind: TypeKind.Enum }
        || declaration.Symbol is IMethodSymbol { MethodKind: not MethodKind.Ordinary }
        || declaration.Symbol is IMethodSymbol { PartialDefinitionPart: not null } or IMethodSymbol { PartialImplementationPart: not null }
        || declaration.Symbol is IMethodSymbol { Name: "Main" or "GetEnumerator" or "MoveNext" }
        || IsMapped(declaration.Symbol)
        || declaration.Symbol.GetAttributes().Any(static a => a.AttributeClass?.Name is "ModuleInitializerAttribute" or "StructLayoutAttribute");

    private static bool IsPublicOfLibrary(SourceDeclaration declaration)
    {
        if (declaration.File.StartsWith("src/DataAccess.Cli/", StringComparison.Ordinal))
        {
            return false;
        }

        for (var symbol = declaration.Symbol; symbol is not null and not INamespaceSymbol; symbol = symbol.ContainingSymbol)
        {
            if (symbol.DeclaredAccessibility is not (Accessibility.Public or Accessibility.Protected or Accessibility.ProtectedOrInternal))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Whether it is a record's property and the record is taken apart somewhere.</summary>
    private static bool IsDeconstructed(ISymbol symbol, HashSet<ISymbol> used)
        => symbol is IPropertySymbol { ContainingType: { IsRecord: true } record }
        && record.GetMembers("Deconstruct").Any(member => used.Contains(member.OriginalDefinition));

    /// <summary>Whether it is a column of a mapped row, which the library reads by reflection.</summary>
    private static bool IsMapped(ISymbol symbol)
        => symbol is IPropertySymbol { ContainingType: { } type }
        && type.GetMembers().Append(type).SelectMany(static member => member.GetAttributes()).Any(static a => a.AttributeClass?.Name is "KeyAttribute" or "TableAttribute");

    private static bool Implements(ISymbol symbol)
        => symbol.ContainingType is { } type
        && type.AllInterfaces.SelectMany(static contract => contract.GetMembers())
            .Any(member => SymbolEqualityComparer.Default.Equals(type.FindImplementationForInterfaceMember(member)?.OriginalDefinition, symbol.OriginalDefinition));
}
