using DataAccess.Migrations.Engines.MySql;
using DataAccess.Migrations.Engines.PostgreSql;
using DataAccess.Migrations.Parsing;

namespace DataAccess.Migrations.Tests.Parsing;

/// <summary>A script that changes how the server reads it is read that way from there on.</summary>
public sealed class SessionRulesTests
{
    [Theory]
    [InlineData("set sql_mode = 'NO_BACKSLASH_ESCAPES'", true)]
    [InlineData("set session sql_mode = no_backslash_escapes", true)]
    [InlineData("set @@sql_mode = concat(@@sql_mode, ',NO_BACKSLASH_ESCAPES')", true)]
    [InlineData("SET @a = 1, @@SESSION.SQL_MODE := 'ANSI,NO_BACKSLASH_ESCAPES'", true)]
    [InlineData("/*!40101 SET @OLD_SQL_MODE=@@SQL_MODE, SQL_MODE='NO_BACKSLASH_ESCAPES' */", true)]
    [InlineData("set sql_mode = 1048576", true)]
    [InlineData("set global sql_mode = 'NO_BACKSLASH_ESCAPES'", false)]
    [InlineData("set @@global.sql_mode = 'NO_BACKSLASH_ESCAPES'", false)]
    [InlineData("set @sql_mode = 'NO_BACKSLASH_ESCAPES'", false)]
    [InlineData("set sql_mode = 'NO_BACKSLASH_ESCAPES'; set sql_mode = ''", false)]
    [InlineData("set sql_mode = 'NO_BACKSLASH_ESCAPES'; set sql_mode = default", false)]
    [InlineData("set @old = @@sql_mode; set sql_mode = 'NO_BACKSLASH_ESCAPES'; set sql_mode = @old", false)]
    [InlineData("set sql_mode = 'NO_BACKSLASH_ESCAPES'; set sql_mode = replace(@@sql_mode, 'NO_BACKSLASH_ESCAPES', '')", false)]
    public void No_backslash_escapes_is_followed(string setting, bool isOn)
    {
        var statements = SqlSplitter.Split($@"{setting}; select '\'; -- '", MySqlFlavour.Instance);

        Assert.Equal(isOn ? @"select '\'" : @"select '\'; -- '", statements[^1].Text);
    }

    [Theory]
    [InlineData("set sql_mode = 'ANSI_QUOTES'", true)]
    [InlineData("set sql_mode = 'ORACLE'", true)]
    [InlineData("set sql_mode = ANSI", true)]
    [InlineData("set sql_mode = 'TRADITIONAL'", false)]
    public void Ansi_quotes_is_followed(string setting, bool isOn)
    {
        var statements = SqlSplitter.Split($"{setting}; create table \"a\" (x int); select \"b\\\"; -- \"", MySqlFlavour.Instance);

        var create = statements[1];
        Assert.Equal(isOn, new StatementWords(create.Text, create.Flavour).IsQuoted(2));
        Assert.Equal(isOn ? "a" : null, create.Flavour.TraitsOf(create.Text).Effects is [var effect] && isOn ? effect.Name.Name : null);
        Assert.Equal(isOn ? "select \"b\\\"" : "select \"b\\\"; -- \"", statements[2].Text);
    }

    [Theory]
    [InlineData("set standard_conforming_strings = off", true)]
    [InlineData("SET SESSION standard_conforming_strings TO 'off'", true)]
    [InlineData("set standard_conforming_strings to false", true)]
    [InlineData("select pg_catalog.set_config('standard_conforming_strings', 'off', false)", true)]
    [InlineData("set standard_conforming_strings = on", false)]
    [InlineData("set standard_conforming_strings = off; reset all", false)]
    [InlineData("set standard_conforming_strings = off; reset standard_conforming_strings", false)]
    [InlineData("set standard_conforming_strings = off; set standard_conforming_strings = default", false)]
    public void Standard_conforming_strings_is_followed(string setting, bool isOff)
    {
        var statements = SqlSplitter.Split($@"{setting}; select '\'; -- '", PostgreSqlFlavour.Instance);

        Assert.Equal(isOff ? @"select '\'; -- '" : @"select '\'", statements[^1].Text);
    }

    [Theory]
    [InlineData(@"select E'a' -- ; c
 '\';', 'b'")]
    [InlineData("select E'a'\r-- c\r'\\';'")]
    [InlineData("select E'a' -- c\n-- d\n\n '\\';'")]
    public void An_escape_string_goes_on_after_line_comments(string statement)
        => Assert.Equal([statement, "select 2"], SqlSplitter.Split(statement + ";select 2", PostgreSqlFlavour.Instance).Select(static s => s.Text), StringComparer.Ordinal);

    [Theory]
    [InlineData("select E'a' /* c */\n '\\'", 1)]
    [InlineData("select E'a' '\\'; select 2", 2)]
    [InlineData("select B'1', x'1f'", 1)]
    public void It_does_not_after_anything_else(string script, int count) => Assert.Equal(count, SqlSplitter.Split(script, PostgreSqlFlavour.Instance).Count);
}
