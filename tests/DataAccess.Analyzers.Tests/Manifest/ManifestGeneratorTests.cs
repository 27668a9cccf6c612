using DataAccess.Analyzers.Tests.Running;

namespace DataAccess.Analyzers.Tests.Manifest;

/// <summary>The statements that a build writes into the assembly, for <c>dataaccess check</c>.</summary>
public sealed class ManifestGeneratorTests
{
    private const string Types = """
        public sealed record Order(long Id, string Customer, DayOfWeek? Day, Uri? Link = null);
        public sealed class Orders(Database db) : Repository<Order, long>(db);
        public sealed record Named(string Name);
        [ValueConverter<CodeConverter>] public readonly record struct Code(string Text);
        public sealed class CodeConverter : IValueConverter<Code, string> { public string ToColumn(Code value) => value.Text; public Code FromColumn(string value) => new(value); }

        """;

    [Fact]
    public void Without_the_property_there_is_nothing()
        => Assert.Null(GeneratorRun.Statements(In("await db.QueryAsync<int>($\"select 1\");"), isOn: false));

    [Fact]
    public void A_program_without_statements_says_so()
        => Assert.Empty(GeneratorRun.Statements("public static class Nothing;")!);

    [Theory]
    [InlineData("await db.QueryAsync<int>($\"select 1\");", "QueryAsync", "[\"select 1\"]", ",\"rows\":{\"kind\":\"value\",\"type\":\"int\"}")]
    [InlineData("await db.ScalarAsync<DayOfWeek?>($\"select {id}\");", "ScalarAsync", "[\"select \",{\"type\":\"System.Int64\"}]", ",\"isScalar\":true,\"rows\":{\"kind\":\"value\",\"type\":\"enum\"}")]
    [InlineData("await db.ExecuteAsync($\"delete from t where id in {ids} and s = {name} and d = {DayOfWeek.Friday}\");", "ExecuteAsync",
        "[\"delete from t where id in \",{\"type\":\"System.Int64[]\"},\" and s = \",{\"type\":\"System.String\"},\" and d = \",{\"type\":\"System.Int32\"}]", "")]
    [InlineData("await db.QueryAsync<(long Id, string?)>($\"select {SqlStatement.Identifier(\"a\")} {$\"where x = {id}\"} {SqlStatement.Raw(\"limit 1\")}\");", "QueryAsync",
        "[\"select \",{\"name\":\"a\"},\" \",\"where x = \",{\"type\":\"System.Int64\"},\" \",\"limit 1\"]", ",\"rows\":{\"kind\":\"tuple\",\"elements\":[{\"type\":\"long\"},{\"type\":\"string\"}]}")]
    [InlineData("await db.QueryAsync<(Named, int)>(SqlStatement.SplitOn($\"select \\\"a\\\\b\\\"\", \"n\"));", "QueryAsync", "[\"select \\\"a\\\\b\\\"\"]",
        ",\"rows\":{\"kind\":\"join\",\"elements\":[{\"row\":{\"kind\":\"row\",\"name\":\"Named\",\"members\":[{\"name\":\"Name\",\"column\":\"name\",\"needed\":true,\"type\":\"string\"}]}},{\"type\":\"int\"}]},\"split\":[\"n\"]")]
    [InlineData("await db.QueryGroupedAsync(SqlStatement.SplitByPrefix($\"select 1\", \"\", \"b_\"), (Named one) => one.Name, (Named one, int many) => { });", "QueryGroupedAsync", "[\"select 1\"]",
        ",\"rows\":{\"kind\":\"join\",\"elements\":[{\"row\":{\"kind\":\"row\",\"name\":\"Named\",\"members\":[{\"name\":\"Name\",\"column\":\"name\",\"needed\":true,\"type\":\"string\"}]}},{\"type\":\"int\"}]},\"isPrefix\":true,\"split\":[\"\",\"b_\"]")]
    [InlineData("await db.QueryAsync<IDictionary<string, object?>>($\"select 1\" + $\", {id}\");", "QueryAsync", "[\"select 1, \",{\"type\":\"System.Int64\"}]", ",\"rows\":{\"kind\":\"any\"}")]
    [InlineData("await db.ExecuteAsync($\"delete from t where c = {new Code(name)} and d in {new Code?[] { new(name) }} and u = {new Uri(name)}\");", "ExecuteAsync",
        "[\"delete from t where c = \",{\"type\":\"System.String\"},\" and d in \",{\"type\":\"System.String[]\"},\" and u = \",{\"type\":\"System.Uri\"}]", "")]
    [InlineData("await orders.CountAsync($\"where id = {id}\");", "CountAsync", "[\"where id = \",{\"type\":\"System.Int64\"}]",
        ",\"table\":{\"name\":\"order\",\"columns\":[\"id\",\"customer\",\"day\",\"link\"]},\"isCount\":true,\"rows\":{\"kind\":\"row\",\"name\":\"Order\",\"members\":[{\"name\":\"Id\",\"column\":\"id\",\"key\":true,\"needed\":true,\"type\":\"long\"},"
        + "{\"name\":\"Customer\",\"column\":\"customer\",\"needed\":true,\"type\":\"string\"},{\"name\":\"Day\",\"column\":\"day\",\"needed\":true,\"type\":\"enum\"},{\"name\":\"Link\",\"column\":\"link\"}]}")]
    public void A_statement_has_its_text_and_its_rows(string call, string name, string parts, string rest)
        => Assert.Equal(
            $"{{\"file\":\"Data/Orders.cs\",\"line\":11,\"call\":\"{name}\",\"parts\":{parts}{rest}}}", Assert.Single(GeneratorRun.Statements(In(call))!));

    [Fact]
    public void Each_statement_of_a_call_is_one()
        => Assert.Equal(
            [
                "{\"file\":\"Data/Orders.cs\",\"line\":11,\"call\":\"QueryMultipleAsync\",\"parts\":[\"select 1\"],\"rows\":{\"kind\":\"value\",\"type\":\"int\"}}",
                "{\"file\":\"Data/Orders.cs\",\"line\":11,\"call\":\"QueryMultipleAsync\",\"parts\":[\"select 'a'\"],\"rows\":{\"kind\":\"value\",\"type\":\"string\"}}",
            ],
            GeneratorRun.Statements(In("await db.QueryMultipleAsync<int, string>($\"select 1\", $\"select 'a'\");"))!);

    [Theory]
    [InlineData("await db.QueryAsync<int>(part);", "part is built when the program runs")]
    [InlineData("await db.QueryAsync<int>($\"select 1 {part}\");", "part is built when the program runs")]
    [InlineData("await db.QueryAsync<int>(SqlStatement.Raw(name));", "SqlStatement.Raw(name) is built when the program runs")]
    [InlineData("await db.QueryMultipleAsync<int, int>($\"call p()\");", "it gives several results")]
    public void What_is_built_at_run_time_says_why(string call, string reason)
        => Assert.EndsWith($"\"unknown\":\"{reason}\"}}", Assert.Single(GeneratorRun.Statements(In(call))!), StringComparison.Ordinal);

    [Theory]
    [InlineData("await orders.CountAsync();")]
    [InlineData("await orders.GetAsync(id);")]
    [InlineData("SqlStatement one = $\"select 1\"; await Task.Delay(one.ToString().Length);")]
    public void Calls_without_a_statement_are_left_out(string call) => Assert.Empty(GeneratorRun.Statements(In(call))!);

    private static string In(string call) => Types + $$"""
        public static class Program
        {
            public static async Task RunAsync(Database db, Orders orders, long id, List<long> ids, string name, SqlStatement part)
            {
                await Task.Yield();
                {{call}}
            }
        }
        """;
}
