namespace DataAccess.Migrations.Parsing;

/// <summary>A script cannot be split. The message says what to do; whoever knows the file's name puts it in front.</summary>
internal sealed class ScriptException(int line, string message) : Exception(message)
{
    public int Line { get; } = line;
}
