namespace DataAccess.Migrations.Parsing;

/// <summary>A script cannot be split. The message says what to do; the caller prefixes the file's name.</summary>
internal sealed class ScriptException(int line, string message) : Exception(message)
{
    public int Line { get; } = line;
}
