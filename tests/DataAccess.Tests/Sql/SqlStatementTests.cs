using System.Text.RegularExpressions;
using DataAccess.Sql;
using Xunit;

namespace DataAccess.Tests;

/// <summary>What an interpolated string becomes.</summary>
public sealed partial class SqlStatementTests
{
    private static readonly FakeDialect Arrays = new(arrays: true);
    private static readonly FakeDialect Places = new();
    private static readonly int[] OneTwoThree = [1, 2, 3];

    private enum Colour : short
    {
        Red = 1,
        Blue = 7,
    }

    [Fact]
    public void A_value_becomes_a_parameter_of_its_declared_type()
    {
        int? nothing = null;
        object boxed = 5L;
        SqlStatement statement = $"select {1}, {"text"}, {nothing}, {boxed}";

        var (sql, types, values) = Render(statement, Places);

        Assert.Equal("select ?0, ?1, ?2, ?3", sql);
        Assert.Equal([typeof(int), typeof(string), typeof(int), typeof(long)], types);
        Assert.Equal([1, "text", null, 5L], values);
    }

    [Fact]
    public void Text_that_looks_like_sql_stays_a_value()
    {
        var name = "'; drop table users; --";
        var (sql, _, values) = Render($"select * from users where name = {name}", Places);

        Assert.Equal("select * from users where name = ?0", sql);
        Assert.Equal([name], values);
    }

    [Theory]
    [InlineData("where a in ", "where a = any(?0)", "where a in (?0, ?1, ?2, ?3)")]
    [InlineData("where a IN", "where a = any(?0)", "where a IN(?0, ?1, ?2, ?3)")]
    [InlineData("where a\n  in\n  ", "where a = any(?0)", "where a\n  in\n  (?0, ?1, ?2, ?3)")]
    [InlineData("where a not in ", "where a <> all(?0)", "where a not in (?0, ?1, ?2, ?3)")]
    [InlineData("where a NOT\n\tIn ", "where a <> all(?0)", "where a NOT\n\tIn (?0, ?1, ?2, ?3)")]
    [InlineData("from t join x in ", "from t join x = any(?0)", "from t join x in (?0, ?1, ?2, ?3)")]
    [InlineData("where knot in ", "where knot = any(?0)", "where knot in (?0, ?1, ?2, ?3)")]
    [InlineData("where is_not in ", "where is_not = any(?0)", "where is_not in (?0, ?1, ?2, ?3)")]
    public void A_list_after_in_is_expanded_as_the_dialect_likes(string text, string array, string places)
    {
        SqlStatement statement = $"{SqlStatement.Raw(text)}{OneTwoThree}";

        Assert.Equal(array, Blanks().Replace(Render(statement, Arrays).Sql, " "));
        Assert.Equal(places, Render(statement, Places).Sql);
        Assert.Equal([1, 2, 3, 3], Render(statement, Places).Values);
    }

    [Theory]
    [InlineData("where margin ")]
    [InlineData("where a_in ")]
    [InlineData("where a = ")]
    public void Elsewhere_a_list_is_one_value(string text)
    {
        SqlStatement statement = $"{SqlStatement.Raw(text)}{OneTwoThree}";

        Assert.Equal(text + "?0", Render(statement, Places).Sql);
        Assert.Equal([typeof(int[])], Render(statement, Places).Types);
    }

    [Fact]
    public void A_list_that_is_null_or_no_list_is_told()
    {
        int[]? none = null;
        Assert.Contains("after 'in' is null", Assert.Throws<ArgumentException>(() => (SqlStatement)$"where a in {none}").Message, StringComparison.Ordinal);
        Assert.Contains("ToArray()", Assert.Throws<ArgumentException>(() => (SqlStatement)$"where a in {new Memory<int>(OneTwoThree)}").Message, StringComparison.Ordinal);
        var broken = Enumerable.Range(0, 1).Select(static _ => "\ud800");
        Assert.Contains("unpaired surrogate", Assert.Throws<ArgumentException>(() => (SqlStatement)$"where a in {broken}").Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_list_of_objects_has_the_type_of_its_values()
    {
        Assert.Equal([typeof(int[])], Types(1, 2));
        Assert.Equal([typeof(long[])], Types((byte)1, 2L, null));
        Assert.Equal([typeof(decimal[])], Types(1UL, 2, 3m));
        Assert.Equal([typeof(double[])], Types(1, 2m, 3f));
        Assert.Equal([typeof(short[])], Types(Colour.Red, Colour.Blue));
        Assert.Equal([typeof(string[])], Types('a', "b", DBNull.Value));
        Assert.Equal([typeof(string[])], Types(null, DBNull.Value));
        Assert.Contains("String and Guid", Assert.Throws<ArgumentException>(() => Types("a", Guid.Empty)).Message, StringComparison.Ordinal);

        static Type[] Types(params object?[] values) => Render($"where a in {values}", Arrays).Types;
    }

    [Fact]
    public void A_not_that_comes_from_a_fragment_negates_too()
    {
        SqlStatement statement = $"where a {SqlStatement.Raw("not")} in {OneTwoThree}";

        Assert.Equal("where a <> all(?0)", Blanks().Replace(Render(statement, Arrays).Sql, " "));
    }

    [Fact]
    public void An_identifier_that_ends_in_in_does_not_make_a_list()
    {
        SqlStatement statement = $"{SqlStatement.Identifier("logged in")}{OneTwoThree}";

        Assert.Equal("\"logged in\"?0", Render(statement, Arrays).Sql);
    }

    [Fact]
    public void An_empty_list_matches_nothing()
    {
        int[] none = [];
        SqlStatement statement = $"where a in {none}";

        Assert.Equal("where a in (select 1 where 1 = 0)", Render(statement, Places).Sql);
        Assert.Equal([none], Render(statement, Arrays).Values);
    }

    [Fact]
    public void A_list_of_nullable_values_is_sent_as_its_values()
    {
        int?[] some = [1, 2];
        SqlStatement statement = $"where a in {some}";

        Assert.Equal([typeof(int), typeof(int)], Render(statement, Places).Types);
        Assert.Equal<int[]>([1, 2], Assert.IsType<int[]>(Assert.Single(Render(statement, Arrays).Values)));
    }

    [Fact]
    public void Bytes_are_one_value()
    {
        byte[] bytes = [1, 2, 3];

        var (sql, types, values) = Render($"insert into t values ({bytes})", Arrays);

        Assert.Equal(("insert into t values (?0)", typeof(byte[]), bytes), (sql, types[0], values[0]));
    }

    [Fact]
    public void An_enum_travels_as_its_number_alone_and_in_lists()
    {
        Colour? none = null;
        List<Colour> list = [Colour.Red, Colour.Blue];
        SqlStatement statement = $"select {Colour.Blue}, {none} where a in {list}";

        var (_, types, values) = Render(statement, Places);

        Assert.Equal([typeof(short), typeof(short), typeof(short), typeof(short)], types);
        Assert.Equal([(short)7, null, (short)1, (short)7], values);
        Assert.IsType<short[]>(Render(statement, Arrays).Values[2]);
    }

    [Fact]
    public void An_identifier_is_quoted_and_a_quote_in_it_doubled()
    {
        var (sql, _, _) = Render($"select * from {SqlStatement.Identifier("a \"b\".c")}", Places);

        Assert.Equal("select * from \"a \"\"b\"\".c\"", sql);
        Assert.Throws<ArgumentException>(() => SqlStatement.Identifier("a\0b"));
        Assert.Throws<ArgumentException>(() => SqlStatement.Identifier(""));
        Assert.Throws<ArgumentException>(() => SqlStatement.Raw(" "));
    }

    [Fact]
    public void A_null_fragment_is_nothing_and_a_statement_may_hold_itself()
    {
        SqlStatement? filter = null;
        SqlStatement statement = $"select {1}{filter}";
        statement.AppendFormatted(statement);

        Assert.Equal("select ?0select ?1", Render(statement, Places).Sql);
    }

    [Fact]
    public void Too_many_parameters_say_how_many_there_may_be()
    {
        var dialect = new FakeDialect(maxParameters: 10);
        SqlStatement statement = $"where a in {Enumerable.Range(0, 11).ToArray()}";

        var error = Assert.Throws<ArgumentException>(() => Render(statement, dialect));

        Assert.Contains("11 parameters, but Fake allows at most 10", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(9)]
    [InlineData(10)]
    [InlineData(600)]
    [InlineData(1_000)]
    public void Padding_a_list_never_makes_it_too_long(int count)
    {
        SqlStatement statement = $"where a in {Enumerable.Range(0, count).ToArray()}";

        var values = Render(statement, Places).Values;

        Assert.InRange(values.Length, count, Places.MaxParameters);
        Assert.Equal(Enumerable.Range(0, count), values.Cast<int>().Distinct());
    }

    [Fact]
    public void ToString_shows_no_value()
    {
        SqlStatement statement = $"select {"secret"} from {SqlStatement.Identifier("t")} where a in {OneTwoThree}";

        Assert.Equal("select ? from \"t\" where a in (?…)", statement.ToString());
    }

    [GeneratedRegex(@"\s+", RegexOptions.None, 1_000)]
    private static partial Regex Blanks();

    private static (string Sql, Type[] Types, object?[] Values) Render(SqlStatement statement, FakeDialect dialect)
    {
        var text = SqlRenderer.Render(statement, dialect, Conversions.Declared);
        return (text.Sql, text.ParameterTypes, SqlRenderer.Values(statement, text, dialect));
    }
}
