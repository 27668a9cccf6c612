using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DataAccess.Architecture.Tests;

/// <summary>Something that a file declares.</summary>
/// <param name="File">The file, from the solution's folder.</param>
/// <param name="Line">Where, from 1.</param>
/// <param name="Symbol">What.</param>
internal sealed record SourceDeclaration(string File, int Line, ISymbol Symbol)
{
    public static IEnumerable<SourceDeclaration> In(CSharpCompilation compilation)
    {
        foreach (var tree in compilation.SyntaxTrees.Where(static tree => tree.FilePath.Length > 0))
        {
            var file = SourceModel.Relative(tree.FilePath);
            var model = compilation.GetSemanticModel(tree);
            foreach (var node in tree.GetRoot().DescendantNodes())
            {
                if (node is ParameterSyntax { Parent.Parent: RecordDeclarationSyntax record } parameter)
                {
                    if (model.GetDeclaredSymbol(record)?.GetMembers(parameter.Identifier.Text).OfType<IPropertySymbol>().FirstOrDefault() is { } property)
                    {
                        yield return new SourceDeclaration(file, LineOf(node), property);
                    }
                }
                else if (node is MemberDeclarationSyntax or VariableDeclaratorSyntax { Parent.Parent: BaseFieldDeclarationSyntax }
                    && model.GetDeclaredSymbol(node) is { } symbol and not INamespaceSymbol)
                {
                    yield return new SourceDeclaration(file, LineOf(node), symbol);
                }
            }
        }
    }

    private static int LineOf(SyntaxNode node) => node.GetLocation().GetLineSpan().StartLinePosition.Line + 1;
}
