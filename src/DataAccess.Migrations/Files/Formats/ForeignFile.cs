using DataAccess.Migrations.Parsing;

namespace DataAccess.Migrations.Files.Formats;

/// <summary>A file that has directives of another tool.</summary>
/// <param name="Path">Its path, for messages.</param>
/// <param name="Text">Its text.</param>
/// <param name="IsDown">Whether all of it undoes a migration, by its name.</param>
/// <param name="Engine">The engine that it is read for: <c>postgresql</c>.</param>
/// <param name="Flavour">The engine's rules.</param>
/// <param name="Problems">Takes what is wrong.</param>
internal sealed record ForeignFile(string Path, string Text, bool IsDown, string Engine, SqlFlavour Flavour, ICollection<string> Problems)
{
    private static readonly string[] Comments = ["--", "#", "/*", "//"];

    public IReadOnlyList<ScriptLine> Lines { get; } = ScriptLine.Of(Text).ToList();

    public void Report(ScriptLine line, string problem) => Problems.Add(Invariant($"{Path}:{line.Number}: '{line.Shown(Text)}' {problem}"));

    /// <summary>Whether a line is empty or one comment.</summary>
    public bool IsBlankOrComment(ScriptLine line)
    {
        var text = line.In(Text).Trim();
        return text.IsEmpty || IsComment(text);
    }

    /// <summary>Whether a trimmed line starts as a comment of some database, or of some tool.</summary>
    public static bool IsComment(ReadOnlySpan<char> line)
    {
        foreach (var comment in Comments)
        {
            if (line.StartsWith(comment, StringComparison.Ordinal))
            {
                return true;
            }
        }

        return false;
    }
}
