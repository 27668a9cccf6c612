namespace DataAccess.Migrations;

/// <summary>One statement of a script, from its first to its last significant character, without its terminator.</summary>
/// <param name="Start">Where it starts in the script.</param>
/// <param name="Line">The line it starts on, from 1.</param>
/// <param name="Text">Its text, as the script has it.</param>
internal sealed record ScriptStatement(int Start, int Line, string Text)
{
    public int End => Start + Text.Length;
}
