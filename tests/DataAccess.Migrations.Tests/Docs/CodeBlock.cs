namespace DataAccess.Migrations.Tests.Docs;

/// <summary>A fenced block of a page.</summary>
/// <param name="Heading">The heading above it.</param>
/// <param name="Language">What stands behind its fence.</param>
/// <param name="Lines">Its lines.</param>
internal sealed record CodeBlock(string Heading, string Language, IReadOnlyList<string> Lines)
{
    private const string Fence = "```";

    public string Text => string.Join('\n', Lines) + "\n";

    public static IReadOnlyList<CodeBlock> Of(string page)
    {
        var blocks = new List<CodeBlock>();
        var heading = "";
        List<string>? lines = null;
        var language = "";
        foreach (var line in File.ReadLines(page))
        {
            if (line.StartsWith(Fence, StringComparison.Ordinal))
            {
                if (lines is null)
                {
                    (lines, language) = ([], line[Fence.Length..]);
                }
                else
                {
                    blocks.Add(new CodeBlock(heading, language, lines));
                    lines = null;
                }
            }
            else if (lines is not null)
            {
                lines.Add(line);
            }
            else if (line.StartsWith("## ", StringComparison.Ordinal))
            {
                heading = line[3..];
            }
        }

        return blocks;
    }
}
