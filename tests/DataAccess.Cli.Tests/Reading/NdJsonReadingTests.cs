namespace DataAccess.Cli.Tests.Reading;

public sealed class NdJsonReadingTests
{
    [Fact]
    public async Task Values_come_as_text_in_the_order_of_the_fields()
    {
        const string Text = """
            {"a": 1.50, "b": "x\n\"é\u00e9\"", "c": true}
            {"c": null, "a": {"k": [1, 2]}}

            {"b": "", "d": [ ]}
            """;

        var records = await ReadRecord.AllOfJsonAsync(Text, ["a", "b", "c", "d"], mostPerRead: 3);

        Assert.Equal(["1.50", "x\n\"éé\"", "true", null], records[0].Values!);
        Assert.Equal(["{\"k\": [1, 2]}", null, null, null], records[1].Values!);
        Assert.Equal([null, "", null, "[ ]"], records[2].Values!);
        Assert.Equal([1L, 2L, 4L], records.Select(r => r.Line));
    }

    [Theory]
    [InlineData("[1]", "the line is not a JSON object but an array; use one object per line")]
    [InlineData("\"x\"", "the line is not a JSON object but a string")]
    [InlineData("7", "the line is not a JSON object but a number")]
    [InlineData("true", "the line is not a JSON object but a boolean")]
    [InlineData("null", "the line is not a JSON object but null")]
    [InlineData("{\"a\":1", "the line is not valid JSON, at byte 7")]
    [InlineData("{\"a\":1} x", "the line is not valid JSON, at byte 9")]
    [InlineData("nonsense", "the line is not valid JSON, at byte 2")]
    [InlineData("{\"z\":1}", "the key 'z' has no column")]
    [InlineData("{\"z\":1", "the line is not valid JSON, at byte 7")]
    [InlineData("{\"a\":\"\\ud800\"}", "incomplete surrogate pair")]
    [InlineData("{\"\\ud800\":1}", "incomplete surrogate pair")]
    public async Task A_damaged_line_is_reported_with_its_number_and_the_others_are_read(string damaged, string reason)
    {
        var records = await ReadRecord.AllOfJsonAsync($"{{\"a\":0}}\r\n{damaged}\r\n{{\"a\":2}}\r\n", ["a"]);

        Assert.Equal((2L, damaged), (records[1].Line, records[1].Raw));
        Assert.StartsWith(reason, records[1].Problem!.Replace("a string in the line contains an ", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Equal(["0", "2"], [records[0].Values![0], records[2].Values![0]]);
        Assert.Equal(3, records.Count);
    }

    [Fact]
    public async Task A_key_twice_in_an_object_is_a_problem_of_that_field()
    {
        var records = await ReadRecord.AllOfJsonAsync("{\"a\":1,\"b\":2,\"\\u0062\":3}\n", ["a", "b"]);

        Assert.Equal((1, "the key appears twice in the object"), (records[0].ProblemField, records[0].Problem));
    }

    [Fact]
    public async Task Discovered_keys_become_fields_and_older_records_lack_them()
    {
        var records = await ReadRecord.AllOfJsonAsync("{\"a\":1}\n{\"B\":2,\"a\":3}\n{\"x\":1,\"y\n{\"b\":4}\n", [], discover: true);

        Assert.Equal(["1"], records[0].Values!);
        Assert.Equal(["3", "2"], records[1].Values!);
        Assert.NotNull(records[2].Problem);
        Assert.Equal([null, null, "4"], records[3].Values!);
    }
}
