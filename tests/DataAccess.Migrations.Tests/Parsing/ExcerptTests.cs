using CsCheck;
using DataAccess.Migrations.Files;
using DataAccess.Migrations.Parsing;
using DataAccess.Migrations.Running;

namespace DataAccess.Migrations.Tests.Parsing;

/// <summary>Where a place of a statement is in its file.</summary>
public sealed class ExcerptTests
{
    private static readonly string[] Pieces = ["x ", "\t", "\r\n", "\n", "\U0001F600", "\u65E5", "e\u0301", "${a}", "${long}", "${lines}", "${empty}", "${odd", "12 "];

    private static readonly Dictionary<string, string> Values = new(StringComparer.Ordinal)
    {
        ["a"] = "b",
        ["long"] = "a value that is longer than its name \U0001F600",
        ["lines"] = "1\n2\r\n3",
        ["empty"] = "",
    };

    [Fact]
    public void A_place_has_the_line_and_column_of_the_file_whatever_was_filled_in()
        => Gen.Select(Text, Text, Text).Sample(static (before, between, after) =>
        {
            var file = $"{before};{between}HERE{after};";
            var problems = new List<string>();
            var places = new FilledText(file);
            var filled = Placeholders.Fill("f.sql", file, Values, problems, places);
            var statement = places.Place(SqlSplitter.Split(filled, Flavours.Of("sqlite"))).Single(static s => s.Text.Contains("HERE", StringComparison.Ordinal));

            var excerpt = Excerpt.Of(statement, statement.Text.IndexOf("HERE", StringComparison.Ordinal), line: null);

            var at = file.IndexOf("HERE", StringComparison.Ordinal);
            var start = file.LastIndexOf('\n', at) + 1;
            var line = 1 + file[..at].Count(static c => c == '\n');
            var column = 1 + file[start..at].EnumerateRunes().Count();
            Assert.Equal((line, (int?)column), (excerpt.Line, excerpt.Column));
            Assert.Contains("HERE", excerpt.Text, StringComparison.Ordinal);
            Assert.Equal(file[file.IndexOf(statement.Source, StringComparison.Ordinal)..][..statement.Source.Length], statement.Source);
        });

    [Theory]
    [InlineData("select 1, HERE", "    select 1, HERE", 14)]
    [InlineData("select\n\t\tb,\tHERE", "    b, HERE", 7)]
    [InlineData("select '\u65E5\u672C\U0001F600', HERE", "    select '\u65E5\u672C\U0001F600', HERE", 21)]
    [InlineData("select 'e\u0301', HERE", "    select 'e\u0301', HERE", 16)]
    [InlineData("select 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa', HERE", "    …aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa', HERE", 55)]
    public void The_mark_stands_below_the_place(string text, string shown, int column)
    {
        var excerpt = Excerpt.Of(new ScriptStatement(0, 1, text, Flavours.Of("sqlite")), text.IndexOf("HERE", StringComparison.Ordinal), line: null);

        var lines = excerpt.Text.Split(Environment.NewLine);
        Assert.Equal(shown, lines[0]);
        Assert.Equal(new string(' ', column) + "^", lines[1]);
    }

    [Fact]
    public void Without_a_place_the_first_line_is_shown_and_with_a_line_that_one()
    {
        var statement = new ScriptStatement(0, 5, "select\n  1,\n  2", Flavours.Of("sqlite"));

        Assert.Equal((5, (int?)null, "    select"), (Excerpt.Of(statement, null, null).Line, Excerpt.Of(statement, null, null).Column, Excerpt.Of(statement, null, null).Text));
        Assert.Equal((7, (int?)null, "    2"), (Excerpt.Of(statement, null, 3).Line, Excerpt.Of(statement, null, 3).Column, Excerpt.Of(statement, null, 3).Text));
        Assert.Equal(5, Excerpt.Of(statement, null, 9).Line);
    }

    private static Gen<string> Text => Gen.Int[0, Pieces.Length - 1].Array[0, 30].Select(static parts => string.Concat(parts.Select(static i => Pieces[i])));
}
