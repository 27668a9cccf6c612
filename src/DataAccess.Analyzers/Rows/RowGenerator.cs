using System.Text;
using DataAccess.Analyzers.Rows.Models;
using DataAccess.Analyzers.Rows.Symbols;
using DataAccess.Analyzers.Rows.Writing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace DataAccess.Analyzers.Rows;

/// <summary>Makes the map of each type that is marked <c>[Row]</c>, or named by <c>[assembly: Row&lt;T&gt;]</c>.</summary>
[Generator(LanguageNames.CSharp)]
public sealed class RowGenerator : IIncrementalGenerator
{
    /// <summary>The step that makes the models, for tests.</summary>
    internal const string Models = "RowModels";

    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        var marked = context.SyntaxProvider.ForAttributeWithMetadataName(
                RowMarks.OfType, static (_, _) => true, static (found, _) => Of((INamedTypeSymbol)found.TargetSymbol, found.SemanticModel.Compilation, found.Attributes[0]))
            .Where(static row => row is not null)
            .WithTrackingName(Models);
        context.RegisterSourceOutput(marked, static (output, row) => Add(output, row!, row!.File));

        var named = context.SyntaxProvider.ForAttributeWithMetadataName(
                RowMarks.OfAssembly, static (_, _) => true, static (found, _) => new EquatableArray<RowModel>(Named(found)))
            .SelectMany(static (rows, _) => rows)
            .Collect()
            .SelectMany(static (rows, _) => rows.GroupBy(static row => row.Type, StringComparer.Ordinal).Select(static same => same.First()));
        context.RegisterSourceOutput(named, static (output, row) => Add(output, row, "Assembly." + row.File));
    }

    private static IEnumerable<RowModel> Named(GeneratorAttributeSyntaxContext found)
        => found.Attributes
            .Select(attribute => RowMarks.TypeOf(attribute) is { IsTupleType: false } type ? Of(type, found.SemanticModel.Compilation, attribute) : null)
            .OfType<RowModel>();

    private static RowModel? Of(INamedTypeSymbol type, Compilation compilation, AttributeData attribute)
        => RowReader.Read(type, compilation, RowMarks.JsonOf(attribute));

    private static void Add(SourceProductionContext output, RowModel row, string file)
        => output.AddSource(file + ".Row.g.cs", SourceText.From(RowSource.Of(row), Encoding.UTF8));
}
