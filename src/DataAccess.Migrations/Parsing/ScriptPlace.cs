namespace DataAccess.Migrations.Parsing;

/// <summary>Where a splitter is between two statements, and what holds for the rest of the script.</summary>
/// <param name="Index">Its place in the text that is at hand.</param>
/// <param name="Line">The line there, from 1.</param>
/// <param name="Column">The column there, from 1.</param>
/// <param name="Flavour">The rules there.</param>
/// <param name="Delimiter">What MySQL's DELIMITER set, or null for the semicolon.</param>
/// <param name="IsLeading">Whether it is above the first statement.</param>
/// <param name="Variables">The variables of the script.</param>
internal sealed record ScriptPlace(int Index, int Line, int Column, SqlFlavour Flavour, string? Delimiter, bool IsLeading, ScriptVariables Variables)
{
    public static ScriptPlace StartOf(SqlFlavour flavour) => new(0, 1, 1, flavour, null, IsLeading: true, new ScriptVariables());

    /// <summary>The line of a conditional comment that is open there; null where none is.</summary>
    public int? Conditional { get; init; }

    /// <summary>The statement before it, if its rows follow here.</summary>
    public ScriptStatement? Taking { get; init; }
}
