using DataAccess.Analyzers.Rows.Symbols;
using Microsoft.CodeAnalysis;

namespace DataAccess.Analyzers.MissingMaps;

/// <summary>The types that have a map, as far as the compiler sees.</summary>
internal sealed class KnownMaps
{
    private readonly HashSet<ITypeSymbol> _named;

    public KnownMaps(Compilation compilation)
        => _named = new HashSet<ITypeSymbol>(
            compilation.SourceModule.ReferencedAssemblySymbols.Append(compilation.Assembly).SelectMany(RowMarks.Of).Select(RowMarks.TypeOf).OfType<ITypeSymbol>(),
            SymbolEqualityComparer.Default);

    public bool Has(INamedTypeSymbol type) => RowMarks.On(type.OriginalDefinition) is not null || _named.Contains(type);
}
