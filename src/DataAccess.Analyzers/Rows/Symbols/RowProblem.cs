using Microsoft.CodeAnalysis;

namespace DataAccess.Analyzers.Rows.Symbols;

/// <summary>What keeps a type, or one of its members, from being mapped.</summary>
/// <param name="Kind">Which kind of problem.</param>
/// <param name="Symbol">The type or the member.</param>
/// <param name="Text">What is wrong, and what to do, or the other members.</param>
internal sealed record RowProblem(RowProblemKind Kind, ISymbol Symbol, string Text);
