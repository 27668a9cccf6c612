using DataAccess.Analyzers.CodeFixes.QuotedHoles;
using DataAccess.Analyzers.QuotedHoles;
using DataAccess.Analyzers.Tests.Running;

namespace DataAccess.Analyzers.Tests;

/// <summary>DA0001.</summary>
public sealed class QuotedHoleTests
{
    private static readonly QuotedHoleAnalyzer Analyzer = new();

    [Theory]
    [InlineData("""$"select * from t where name = '[|{name}|]'" """)]
    [InlineData("""$"select * from t where name like '%[|{name}|]%'" """)]
    [InlineData("""$"select * from t where name = '[|{name}|]' and id = {id} and x = '[|{other}|]'" """)]
    [InlineData("""$"select * from t where name = 'it''s [|{name}|]' and id = {id}" """)]
    [InlineData("""$"select * from t where name = '[|{name}|]-[|{id}|]'" """)]
    [InlineData("""$"select E'\\'[|{name}|]'" """)]
    [InlineData("""$"select e'[|{name}|]\n'" """)]
    [InlineData("""$"select * from \"[|{name}|]\"" """)]
    [InlineData("""$"select * from `[|{name}|]`" """)]
    [InlineData("""$"select 1 -- for [|{name}|]" """)]
    [InlineData("""$"select 1 -- it's for [|{name}|]\n where id = {id}" """)]
    [InlineData("""$"select 1 /* for [|{name}|] */ where id = {id}" """)]
    [InlineData("""$"do $$ begin perform [|{id}|]; end $$" """)]
    [InlineData("""$"do $f$ select $$[|{id}|]$$ $f$" """)]
    [InlineData("""$"select '{part}', '[|{any}|]', '[|{id}|]'" """)]
    [InlineData("""$"select '" + $"[|{name}|]" + $"'" """)]
    [InlineData(""""$"""select '[|{name}|]', "[|{name}|]" """ """")]
    [InlineData(""""$$"""select '{[|{{name}}|]}' """ """")]
    [InlineData("""$@"select ""[|{name}|]"" " """)]
    public async Task Is_found(string statement) => await UserCode.CheckAsync(Analyzer, UserCode.Method($"SqlStatement s = {statement};"));

    [Theory]
    [InlineData("""$"select * from t where name = {name}" """)]
    [InlineData("""$"select 'it''s', {name}, ''" """)]
    [InlineData("""$"select 'a' {part} 'b', \"c\" {part} \"d\", `e`, {name}" """)]
    [InlineData("""$"select '{part}', \"{perhaps}\" -- {SqlStatement.Raw(name)}" """)]
    [InlineData("""$"select 1 -- one\n, {name}" """)]
    [InlineData("""$"select 1 /* one */, {name}" """)]
    [InlineData("""$"select $1, {name}, $2" """)]
    [InlineData("""$"select $$it's$$, {name}" """)]
    [InlineData("""$"select a[{id}], b->>'x', {name}" """)]

    // The databases differ: escaped on MySQL, the end of the text elsewhere.
    [InlineData("""$"select 'a\\' {name} 'b'" """)]
    [InlineData("""$"select * from t where x like {name} escape '\\' and y = '{name}'" """)]

    // An operator on some, a comment on others; code that MySQL runs; a comment in a comment.
    [InlineData("""$"select 5--{id}" """)]
    [InlineData("""$"select 5 # {id}" """)]
    [InlineData("""$"select /*!80000 {id} */ 1" """)]
    [InlineData("""$"select /* a /* b */ {id} */ 1" """)]

    // Without an end: a part of a statement, or read wrongly.
    [InlineData("""$"and name = '{name}" """)]
    [InlineData("""$"$$ {name}" """)]
    public async Task Is_not_found(string statement) => await UserCode.CheckAsync(Analyzer, UserCode.Method($"SqlStatement s = {statement};"));

    [Fact]
    public async Task Text_that_is_no_statement_is_not_looked_at()
        => await UserCode.CheckAsync(Analyzer, UserCode.Method("""var s = $"'{name}'"; FormattableString f = $"'{name}'"; Console.WriteLine($"'{s}' {f}");"""));

    [Theory]
    [InlineData("""$"select * from t where name = '{name}' and id = 1" """, """$"select * from t where name = {name} and id = 1" """)]
    [InlineData("""$"where name like '%{name}%'" """, """$"where name like {"%" + name + "%"}" """)]
    [InlineData("""$"where name like '{name}%'" """, """$"where name like {name + "%"}" """)]
    [InlineData("""$"where name like '%{other ?? name}'" """, """$"where name like {"%" + (other ?? name)}" """)]
    [InlineData("""$"where name like '%{(flag ? name : other)}%'" """, """$"where name like {"%" + (flag ? name : other) + "%"}" """)]
    [InlineData("""$"where name like '%{name.Trim()}%'" """, """$"where name like {"%" + name.Trim() + "%"}" """)]
    [InlineData("""$"where name = 'n{id + 1}'" """, """$"where name = {"n" + (id + 1)}" """)]
    [InlineData("""$"where name = 'it''s \"{name}\" {{x}}' " """, """$"where name = {"it's \"" + name + "\" {x}"} " """)]
    [InlineData("""$"where name = E'{name}'" """, """$"where name = {name}" """)]
    [InlineData("""$@"where name in (1, '%{name}""')" """, """$@"where name in (1, {"%" + name + "\""})" """)]
    [InlineData(""""$$"""where name = '%{{name}}"%' """ """", """"$$"""where name = {{"%" + name + "\"%"}} """ """")]
    [InlineData("""$"select * from \"{name}\"" """, """$"select * from {SqlStatement.Identifier(name)}" """)]
    [InlineData("""$"select * from `t_{name}`" """, """$"select * from {SqlStatement.Identifier("t_" + name)}" """)]
    public async Task Is_fixed(string statement, string expected)
        => Assert.Equal(
            UserCode.Method($"SqlStatement s = {expected};"),
            await UserEditor.FixAsync(Analyzer, new QuotedHoleFix(), UserCode.Method($"SqlStatement s = {statement};")));

    [Fact]
    public async Task A_name_in_quotes_may_be_fixed_as_a_value_too()
        => Assert.Equal(
            UserCode.Method("""SqlStatement s = $"where name = {name}";"""),
            await UserEditor.FixAsync(Analyzer, new QuotedHoleFix(), UserCode.Method("""SqlStatement s = $"where name = \"{name}\"";"""), choice: 1));

    /// <summary>Where a literal is not one value of its own, or not written as it is in SQL, a fix would guess.</summary>
    [Theory]
    [InlineData("""$"select 1 -- {name}" """)]
    [InlineData("""$"select '{name}{other}'" """)]
    [InlineData("""$"select interval '{id} days'" """)]
    [InlineData("""$"select N'{name}'" """)]
    [InlineData("""$"select * from \"{id}\"" """)]
    [InlineData("""$"select E'\\n{name}'" """)]
    [InlineData("""$"select 'a\\\\{name}'" """)]
    [InlineData("""$"select '\u0041{name}'" """)]
    [InlineData("""$"select $${name}$$" """)]
    [InlineData("""$"select '" + $"{name}'" """)]
    public async Task Is_found_without_a_fix(string statement)
        => Assert.Empty(await UserEditor.TitlesAsync(Analyzer, new QuotedHoleFix(), UserCode.Method($"SqlStatement s = {statement};")));

    [Theory]
    [InlineData("""$"where name like '%{name}%'" """, """{name} is inside a text in quotes, where the database sees no parameter: write {"%" + name + "%"} without the quotes""")]
    [InlineData("""$"-- {name}" """, "{name} is inside a comment, where the database sees no parameter: write the comment without it")]
    [InlineData("""$"select \"{name}\"" """, "{name} is inside a quoted name, where the database sees no parameter: write {SqlStatement.Identifier(name)} without the quotes for a name, {name} for a value")]
    public async Task The_message_shows_the_right_form(string statement, string message)
        => Assert.Equal(message, (await UserCode.FindAsync(Analyzer, UserCode.Method($"SqlStatement s = {statement};")))[0].GetMessage(System.Globalization.CultureInfo.InvariantCulture));
}
