using DataAccess.Migrations.Parsing;

namespace DataAccess.Migrations.Tests.Parsing;

/// <summary>What ends a comment or stands between tokens, as tried on the servers.</summary>
public sealed class LineEndTests
{
    [Theory]
    [InlineData("MySql", "-- a\rselect 1;\nselect 2;", "select 2")]
    [InlineData("MySql", "# a\rselect 1;\nselect 2;", "select 2")]
    [InlineData("MySql", "--\rselect 1;\nselect 2;", "select 2")]
    [InlineData("MySql", "select 1 --\u007f;\n;select 2", "select 1", "select 2")]
    [InlineData("MySql", "select 5--1;select 2", "select 5--1", "select 2")]
    [InlineData("Sqlite", "-- a\rselect 1;\nselect 2;", "select 2")]
    [InlineData("Sqlite", "select 1 --a\r;\n;select 2", "select 1", "select 2")]
    [InlineData("PostgreSql", "-- a\rselect 1;\nselect 2;", "select 1", "select 2")]
    [InlineData("PostgreSql", "-- a\fselect 1;\nselect 2;", "select 2")]
    [InlineData("PostgreSql", "-- a\u2028select 1;\u0085\nselect 2;", "select 2")]
    [InlineData("Sqlite", "select 1;\uFEFFselect 2; /* open", "select 1", "select 2")]
    [InlineData("Sqlite", "select 1 \v;\f\vselect 2", "select 1", "select 2")]
    [InlineData("Sqlite", "select 1;\vselect 2", "select 1", "\vselect 2")]
    [InlineData("PostgreSql", "select 1;\vselect 2", "select 1", "select 2")]
    [InlineData("MySql", "select 1;\vselect 2", "select 1", "select 2")]
    [InlineData("PostgreSql", "select 1;\u00a0select 2", "select 1", "\u00a0select 2")]
    [InlineData("MySql", "select 1;\uFEFFselect 2", "select 1", "\uFEFFselect 2")]
    [InlineData("Sqlite", "select 1 /*/ ; */ + 2", "select 1 /*/ ; */ + 2")]
    public void A_script_is_read_as_the_server_reads_it(string flavour, string script, params string[] expected)
        => Assert.Equal(expected, SqlSplitter.Split(script, Flavours.Of(flavour)).Select(static s => s.Text), StringComparer.Ordinal);

    [Theory]
    [InlineData("MySql")]
    [InlineData("PostgreSql")]
    public void An_open_comment_is_an_error_where_the_server_says_so(string flavour)
        => Assert.Throws<ScriptException>(() => SqlSplitter.Split("select 1; /* open", Flavours.Of(flavour)));

    [Fact]
    public void Sqlite_takes_an_open_comment_only_if_something_is_in_it()
        => Assert.Throws<ScriptException>(() => SqlSplitter.Split("select 1; /*", Flavours.Of("Sqlite")));
}
