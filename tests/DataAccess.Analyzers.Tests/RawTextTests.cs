using DataAccess.Analyzers.RawText;
using DataAccess.Analyzers.Tests.Running;

namespace DataAccess.Analyzers.Tests;

/// <summary>DA0006.</summary>
public sealed class RawTextTests
{
    private static readonly RawTextAnalyzer Analyzer = new();

    [Theory]
    [InlineData("""[|$"select {id}"|]""")]
    [InlineData("""[|"select " + id|]""")]
    [InlineData("""[|"select " + name + " from t"|]""")]
    [InlineData("""[|string.Format("select {0}", name)|]""")]
    [InlineData("""[|string.Concat("select ", name)|]""")]
    [InlineData("""[|string.Join(", ", ids)|]""")]
    [InlineData("""[|FormattableString.Invariant($"select {id}")|]""")]
    [InlineData("""[|new System.Text.StringBuilder("select ").Append(name).ToString()|]""")]
    [InlineData("""[|flag ? "select 1" : $"select {id}"|]""")]
    [InlineData("""[|other ?? "select " + name|]""")]
    [InlineData("""[|id switch { 1 => "a", _ => $"b{id}" }|]""")]
    public async Task Is_found(string text)
    {
        await UserCode.CheckAsync(Analyzer, UserCode.Method($"var s = SqlStatement.Raw({text});"));
        await UserCode.CheckAsync(Analyzer, UserCode.Method($"var s = SqlStatement.Script({text});"));
    }

    [Theory]
    [InlineData("var sql = $\"select {id}\"; var s = SqlStatement.Raw([|sql|]);")]
    [InlineData("string sql = \"select \" + name; var s = SqlStatement.Raw([|sql|]);")]
    public async Task A_local_variable_is_followed_one_step(string body) => await UserCode.CheckAsync(Analyzer, UserCode.Method(body));

    [Theory]
    [InlineData("name")]
    [InlineData("\"select 1\"")]
    [InlineData("\"select 1 \" + \"from t\"")]
    [InlineData("$\"select {\"1\"}\"")]
    [InlineData("\"select \" + nameof(Row)")]
    [InlineData("flag ? \"a\" : \"b\"")]
    [InlineData("other ?? \"b\"")]
    [InlineData("string.Join(\", \", \"a\", \"b\")")]
    [InlineData("System.IO.File.ReadAllText(name)")]
    [InlineData("name.Trim()")]
    public async Task Is_not_found(string text) => await UserCode.CheckAsync(Analyzer, UserCode.Method($"var s = SqlStatement.Raw({text});"));

    [Fact]
    public async Task A_static_readonly_field_is_as_good_as_a_constant()
        => await UserCode.CheckAsync(Analyzer, UserCode.File(
            "class C { static readonly string T = \"t\"; SqlStatement S => SqlStatement.Raw(\"select 1 from \" + T); SqlStatement U => SqlStatement.Script($\"select 1 from {T}\"); }"));

    [Fact]
    public async Task The_message_shows_the_right_form()
        => Assert.Equal(
            "SqlStatement.Raw sends this text as it is, and what '+' puts into it is not a parameter: write the statement as $\"… {value}\", and names as {SqlStatement.Identifier(name)}",
            (await UserCode.FindAsync(Analyzer, UserCode.Method("var s = SqlStatement.Raw(\"select \" + name);")))[0].GetMessage(System.Globalization.CultureInfo.InvariantCulture));
}
