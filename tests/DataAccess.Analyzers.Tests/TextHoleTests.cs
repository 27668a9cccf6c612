using DataAccess.Analyzers.CodeFixes.TextHoles;
using DataAccess.Analyzers.Tests.Running;
using DataAccess.Analyzers.TextHoles;

namespace DataAccess.Analyzers.Tests;

/// <summary>DA0003.</summary>
public sealed class TextHoleTests
{
    private static readonly TextHoleAnalyzer Analyzer = new();

    [Theory]
    [InlineData("""$"select 1 [|{(flag ? $"and a = {id}" : $"and b = {id}")}|]" """)]
    [InlineData("""$"select 1 [|{(flag ? $"and a = {id}" : "")}|]" """)]
    [InlineData("""$"select 1 [|{(flag ? $"and a = {id}" : null)}|]" """)]
    [InlineData("""$"select 1 [|{(flag ? ($"and a = {id}") : throw new InvalidOperationException())}|]" """)]
    [InlineData("""$"select 1 [|{id switch { 1 => $"and a = {id}", 2 => "", _ => flag ? $"b" : null }}|]" """)]
    [InlineData("""$"select 1 [|{((flag ? $"and a = {id}" : null) ?? $"and b = {id}")}|]" """)]

    // Without a hole it is a constant, which the compiler makes a text and not a statement.
    [InlineData("""$"order by a [|{$"desc"}|]" """)]
    [InlineData("""$"order by a [|{($"desc")}|]" """)]
    [InlineData("""$"order by a [|{(flag ? $"desc" : $"asc")}|]" """)]
    public async Task Is_found(string statement) => await UserCode.CheckAsync(Analyzer, UserCode.Method($"SqlStatement s = {statement};"));

    [Theory]
    [InlineData("""$"select 1 {$"and a = {id}"} {($"and b = {id}")} {$"a{id}" + $"b{id}"}" """)]
    [InlineData("""$"select 1 {(flag ? (SqlStatement)$"and a = {id}" : $"and b = {id}")}" """)]
    [InlineData("""$"select 1 {(flag ? (SqlStatement)$"and a = {id}" : null)} {part} {perhaps}" """)]
    [InlineData("""$"order by a {(SqlStatement)$"desc"}" """)]
    [InlineData("""$"select {name}, {"text"}, {"a" + name}, {(flag ? "a" : "b")}, {other ?? "none"}" """)]

    // Values: another value beside it, or the pattern of a like.
    [InlineData("""$"select {(flag ? $"{name} {id}" : name)}, {other ?? $"no. {id}"}" """)]
    [InlineData("""$"where a like {(flag ? $"{name}%" : $"%{name}%")}" """)]
    public async Task Is_not_found(string statement) => await UserCode.CheckAsync(Analyzer, UserCode.Method($"SqlStatement s = {statement};"));

    /// <summary>What the rule rests on: which form becomes a part of the statement, and which a parameter.</summary>
    [Fact]
    public void The_compiler_makes_these_a_parameter_and_those_a_part()
    {
        var (flag, id, none) = (Environment.ProcessId > 0, 1, (string?)null);

        Assert.Equal("[?]", Text($"[{(flag ? $"a = {id}" : $"b = {id}")}]"));
        Assert.Equal("[?]", Text($"[{id switch { 1 => $"a = {id}", _ => null }}]"));
        Assert.Equal("[?]", Text($"[{none ?? $"a = {id}"}]"));
        Assert.Equal("[?]", Text($"[{$"desc"}]"));

        Assert.Equal("[a = ?]", Text($"[{$"a = {id}"}]"));
        Assert.Equal("[a = ?]", Text($"[{(flag ? (SqlStatement)$"a = {id}" : $"b = {id}")}]"));
        Assert.Equal("[desc]", Text($"[{(SqlStatement)$"desc"}]"));
        Assert.Equal("[]", Text($"[{(flag ? null : (SqlStatement)$"desc")}]"));
        static string Text(SqlStatement statement) => statement.ToString();
    }

    [Theory]
    [InlineData("""$"order by a {$"desc"}" """, """$"order by a {(SqlStatement)$"desc"}" """)]
    [InlineData("""$"a {(flag ? $"and a = {id}" : $"b")}" """, """$"a {(flag ? (SqlStatement)$"and a = {id}" : (SqlStatement)$"b")}" """)]
    [InlineData("""$"a {(flag ? "{}" : $"b")}" """, """$"a {(flag ? (SqlStatement)$"{{}}" : (SqlStatement)$"b")}" """)]
    [InlineData("""$"a {(flag ? null : $"b")}" """, """$"a {(flag ? null : (SqlStatement)$"b")}" """)]
    [InlineData(
        """$"a {id switch { 1 => $"and a = {id}", 2 => "", _ => null }}" """,
        """$"a {id switch { 1 => (SqlStatement)$"and a = {id}", 2 => (SqlStatement)$"", _ => null }}" """)]
    public async Task Is_fixed(string statement, string expected)
        => Assert.Equal(
            UserCode.Method($"SqlStatement s = {expected};"),
            await UserEditor.FixAsync(Analyzer, new TextHoleFix(), UserCode.Method($"SqlStatement s = {statement};")));

    [Fact]
    public async Task The_message_shows_the_right_form()
        => Assert.Equal(
            "{$\"desc\"} is sent as a text parameter: write (SqlStatement)$\"desc\" if it is SQL, or assign it to a variable first if it is a value",
            (await UserCode.FindAsync(Analyzer, UserCode.Method("""SqlStatement s = $"order by a {$"desc"}";""")))[0].GetMessage(System.Globalization.CultureInfo.InvariantCulture));
}
