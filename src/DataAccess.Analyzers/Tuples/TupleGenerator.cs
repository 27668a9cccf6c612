using System.Text;
using DataAccess.Analyzers.Rows.Models;
using DataAccess.Analyzers.Rows.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace DataAccess.Analyzers.Tuples;

/// <summary>Makes the map of each tuple that is the type argument of a query, or named by <c>[assembly: Row&lt;(…)&gt;]</c>.</summary>
[Generator(LanguageNames.CSharp)]
public sealed class TupleGenerator : IIncrementalGenerator
{
    /// <summary>The step that makes the models, for tests.</summary>
    internal const string Models = "TupleModels";

    private static readonly HashSet<string> Verbs =
        ["QueryAsync", "QuerySingleAsync", "QuerySingleOrDefaultAsync", "QueryFirstOrDefaultAsync", "StreamAsync", "QueryMultipleAsync"];

    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        var queried = context.SyntaxProvider.CreateSyntaxProvider(
            static (node, _) => node is GenericNameSyntax name && Verbs.Contains(name.Identifier.Text),
            static (found, token) => new EquatableArray<TupleModel>(Queried(found, token)));
        var named = context.SyntaxProvider.ForAttributeWithMetadataName(
            RowMarks.OfAssembly, static (_, _) => true, static (found, _) => new EquatableArray<TupleModel>(Named(found)));
        var all = queried.Collect().Combine(named.Collect())
            .Select(static (both, _) => new EquatableArray<TupleModel>(both.Left.Concat(both.Right)
                .SelectMany(static models => models)
                .GroupBy(static model => model.Type, StringComparer.Ordinal)
                .OrderBy(static same => same.Key, StringComparer.Ordinal)
                .Select(static same => same.First())))
            .WithTrackingName(Models);
        context.RegisterSourceOutput(all, static (output, tuples) =>
        {
            if (tuples.Count > 0)
            {
                output.AddSource("Tuples.Row.g.cs", SourceText.From(TupleSource.Of(tuples), Encoding.UTF8));
            }
        });
    }

    private static IEnumerable<TupleModel> Queried(GeneratorSyntaxContext found, CancellationToken cancellationToken)
        => found.SemanticModel.GetSymbolInfo(found.Node, cancellationToken).Symbol is IMethodSymbol { ContainingNamespace: { Name: "DataAccess", ContainingNamespace.IsGlobalNamespace: true } } method
            ? method.TypeArguments.Select(type => TupleReader.Read(type, found.SemanticModel.Compilation)).OfType<TupleModel>()
            : [];

    private static IEnumerable<TupleModel> Named(GeneratorAttributeSyntaxContext found)
        => found.Attributes
            .Select(attribute => RowMarks.TypeOf(attribute) is { } type ? TupleReader.Read(type, found.SemanticModel.Compilation) : null)
            .OfType<TupleModel>();
}
