using System.Runtime.InteropServices;

namespace DataAccess.Migrations.Parsing;

/// <summary>A piece of a script.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Start">Where it starts in the script.</param>
/// <param name="Length">How many characters it has.</param>
/// <param name="Line">The line it starts on, from 1.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct SqlToken(SqlTokenKind Kind, int Start, int Length, int Line)
{
    public int End => Start + Length;

    /// <summary>Whether it means something to the server.</summary>
    public bool IsSignificant => Kind is not (SqlTokenKind.Blank or SqlTokenKind.Comment);

    public ReadOnlySpan<char> In(string script) => script.AsSpan(Start, Length);

    public bool IsWord(string script, string word) => Kind == SqlTokenKind.Word && In(script).Equals(word, StringComparison.OrdinalIgnoreCase);

    public bool IsSymbol(string script, char symbol) => Kind == SqlTokenKind.Symbol && script[Start] == symbol;
}
