using System.Text;
using CsCheck;
using DataAccess.Migrations.Engines.PostgreSql;
using DataAccess.Migrations.Parsing;

namespace DataAccess.Migrations.Tests.Parsing;

/// <summary>A script that is read through a window is split as one that is held, however small the window is.</summary>
public sealed class WindowedSplitterTests
{
    private static readonly Gen<int> Sizes = Gen.Int[1, 40];

    [Fact]
    public void Scripts_are_split_alike()
        => Gen.Select(SplitterPropertyTests.Scripts, Sizes).Sample(
            static (script, size) => AssertAlike(string.Concat(script.Parts.Select(static p => p.Blank + p.Statement + p.After + ";")), script.Flavour, size), iter: 20_000);

    [Fact]
    public void Pieces_are_split_or_refused_alike()
        => Gen.Select(SplitterPropertyTests.Pieces, Sizes).Sample(static (pieces, size) => AssertAlike(string.Join(' ', pieces.Parts), pieces.Flavour, size), iter: 30_000);

    [Fact]
    public void Texts_are_split_or_refused_alike()
        => Gen.Select(SplitterPropertyTests.Texts, Sizes).Sample(static (text, size) => AssertAlike(text.Script, text.Flavour, size), iter: 50_000);

    [Theory]
    [InlineData("copy a from stdin;\n1\tä\n2\t;'\n\\.\nselect 1; copy b from stdin;\r\n\\.\r\n select 2")]
    [InlineData("copy a from stdin; select 1;\n1\n\\.\n")]
    [InlineData("copy a from stdin;\n1\n2\n")]
    [InlineData("copy a from stdin")]
    [InlineData("select 1; copy a from stdin;")]
    [InlineData("copy a from stdin;\n\\.\ncopy a from stdin;\n1\n\\.")]
    [InlineData("select '😀é'; -- é\nselect\r\n'x';/* 😀 */ select 3")]
    public void Rows_and_places_are_alike(string script) => Assert.All(Enumerable.Range(1, 60), size => AssertAlike(script, PostgreSqlFlavour.Instance, size));

    private static void AssertAlike(string script, SqlFlavour flavour, int size)
    {
        var bytes = Encoding.UTF8.GetBytes(script);
        List<string> comments = [];
        List<string> windowedComments = [];
        List<string> statements = [];
        var expected = Describe(() => SqlSplitter.Split(script, flavour, (text, comment, isLeading) => comments.Add($"{isLeading} {comment.Line} {comment.In(text)}")).Select(static s => Describe(s, s.Data?.Text, s.Data?.Start, s.Data?.Line)));
        using var reader = new StringReader(script);
        var window = new ScriptWindow(reader, start: 0, Encoding.UTF8.GetByteCount, size: size);
        ScriptStatement? last = null;
        var splitter = new WindowedSplitter(
            window,
            statement =>
            {
                var first = window.ByteAt(statement.Start);
                Assert.Equal(statement.Text, Encoding.UTF8.GetString(bytes, first, window.ByteAt(statement.Start + statement.Length) - first));
                statements.Add(Describe(last = statement, null, null, null));
            },
            rows => statements[^1] = Describe(last!, Encoding.UTF8.GetString(bytes, rows.FirstByte, rows.End - rows.FirstByte), rows.Start, rows.Line),
            (text, comment, isLeading) => windowedComments.Add($"{isLeading} {comment.Line} {comment.In(text)}"));
        var actual = Describe(() =>
        {
            splitter.Run(flavour);
            return statements;
        });
        Assert.Equal(expected, actual);
        if (!actual.StartsWith("refused", StringComparison.Ordinal))
        {
            Assert.Equal(comments, windowedComments);
        }
    }

    private static string Describe(Func<IEnumerable<string>> split)
    {
        try
        {
            return string.Join("\n---\n", split());
        }
        catch (ScriptException exception)
        {
            return $"refused {exception.Line} {exception.Message}";
        }
    }

    private static string Describe(ScriptStatement statement, string? rows, int? start, int? line)
        => $"{statement.Start} {statement.Line}:{statement.Column} {statement.Flavour.BackslashEscapes}{statement.Flavour.DoubleQuotesAreText} {statement.Text} | {start} {line} {rows}";
}
