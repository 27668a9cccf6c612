namespace DataAccess.Analyzers.Tests.Running;

/// <summary>Code in which <c>[|…|]</c> marks what is to be found.</summary>
internal sealed class MarkedCode
{
    private MarkedCode(string text, IReadOnlyList<string> marked)
    {
        Text = text;
        Marked = marked;
    }

    public string Text { get; }

    /// <summary>Each marked place, as its position and its text.</summary>
    public IReadOnlyList<string> Marked { get; }

    public static MarkedCode Parse(string code)
    {
        var marked = new List<string>();
        for (var start = code.IndexOf("[|", StringComparison.Ordinal); start >= 0; start = code.IndexOf("[|", StringComparison.Ordinal))
        {
            var end = code.IndexOf("|]", start, StringComparison.Ordinal);
            var inner = code[(start + 2)..end];
            marked.Add(Show(start, inner));
            code = code[..start] + inner + code[(end + 2)..];
        }

        return new MarkedCode(code, marked);
    }

    public static string Show(int position, string text) => $"{position}: {text}";
}
