using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DataAccess.Architecture.Tests;

/// <summary>A place in one file that names what another declares.</summary>
/// <param name="File">The file, from the solution's folder.</param>
/// <param name="Symbol">What it names.</param>
/// <param name="DeclaredIn">The files that declare it, or the type that holds it.</param>
internal sealed record SourceUse(string File, ISymbol Symbol, IReadOnlyList<string> DeclaredIn)
{
    public static IEnumerable<SourceUse> In(CSharpCompilation compilation)
    {
        foreach (var tree in compilation.SyntaxTrees.Where(static tree => tree.FilePath.Length > 0))
        {
            var file = SourceModel.Relative(tree.FilePath);
            var model = compilation.GetSemanticModel(tree);
            var seen = new HashSet<ISymbol>(SymbolEqualityComparer.Default);
            foreach (var symbol in Named(tree.GetRoot(), model))
            {
                if (seen.Add(symbol) && Files(symbol) is { Count: > 0 } declaredIn)
                {
                    yield return new SourceUse(file, symbol, declaredIn);
                }
            }
        }
    }

    /// <summary>Every symbol that the code of a file names; comments do not count.</summary>
    private static IEnumerable<ISymbol> Named(SyntaxNode root, SemanticModel model)
    {
        foreach (var node in root.DescendantNodes())
        {
            var deconstruction = node switch
            {
                ForEachVariableStatementSyntax loop => model.GetDeconstructionInfo(loop).Method,
                AssignmentExpressionSyntax assignment => model.GetDeconstructionInfo(assignment).Method,
                _ => null,
            };
            if (deconstruction is not null)
            {
                yield return deconstruction.OriginalDefinition;
            }

            if (node is SimpleNameSyntax or ObjectCreationExpressionSyntax or ImplicitObjectCreationExpressionSyntax or ConstructorInitializerSyntax
                or PrimaryConstructorBaseTypeSyntax or BinaryExpressionSyntax or CastExpressionSyntax or ElementAccessExpressionSyntax)
            {
                var info = model.GetSymbolInfo(node);
                foreach (var symbol in info.Symbol is null ? info.CandidateSymbols : [info.Symbol])
                {
                    if (symbol is not (INamespaceSymbol or ILocalSymbol or IParameterSymbol or IRangeVariableSymbol or ITypeParameterSymbol))
                    {
                        yield return Definition(symbol);
                    }
                }
            }
        }
    }

    private static ISymbol Definition(ISymbol symbol) => symbol switch
    {
        IMethodSymbol { ReducedFrom: { } extension } => extension.OriginalDefinition,
        IAliasSymbol alias => alias.Target.OriginalDefinition,
        _ => symbol.OriginalDefinition,
    };

    private static List<string> Files(ISymbol symbol)
    {
        var type = symbol as INamedTypeSymbol ?? symbol.ContainingType;
        while (type?.ContainingType is { } outer)
        {
            type = outer;
        }

        return type is null ? [] : [.. type.Locations.Where(static location => location.IsInSource).Select(static location => SourceModel.Relative(location.SourceTree!.FilePath))];
    }
}
