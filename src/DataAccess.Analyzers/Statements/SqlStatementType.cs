using Microsoft.CodeAnalysis;

namespace DataAccess.Analyzers.Statements;

/// <summary>The type <c>DataAccess.SqlStatement</c> as a compilation sees it.</summary>
internal static class SqlStatementType
{
    public static INamedTypeSymbol? In(Compilation compilation) => compilation.GetTypeByMetadataName("DataAccess.SqlStatement");

    public static bool Is(ITypeSymbol? type, INamedTypeSymbol statement) => SymbolEqualityComparer.Default.Equals(type, statement);
}
