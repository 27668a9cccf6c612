using System.Runtime.InteropServices;

namespace DataAccess.Analyzers.Lexing;

/// <summary>A token of a statement, with its quotes.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly struct SqlToken(SqlTokenKind kind, int start, int length)
{
    public SqlTokenKind Kind { get; } = kind;

    public int Start { get; } = start;

    public int Length { get; } = length;

    public int End => Start + Length;
}
