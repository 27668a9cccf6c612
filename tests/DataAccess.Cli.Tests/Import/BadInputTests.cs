using System.Net;
using System.Net.Sockets;
using System.Text;
using DataAccess.Cli.Tests.Reading;

namespace DataAccess.Cli.Tests.Import;

public sealed class BadInputTests : ImportFixture
{
    [Fact]
    public async Task An_unknown_scheme_is_a_usage_error_without_the_password()
    {
        var run = await CliRun.OfAsync("import", Write("a.csv", "a\n1\n"), "--into", "t", "--url", "oracle://scott:tiger@host/db", "--create");

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("The URL scheme 'oracle' is unknown. Known schemes: postgres", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("tiger", run.Error + run.Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("postgres")]
    [InlineData("mysql")]
    public async Task An_unreachable_server_is_named_without_the_password(string scheme)
    {
        var port = ClosedPort();

        var run = await CliRun.OfAsync("import", Write("a.csv", "a\n1\n"), "--into", "t", "--url", $"{scheme}://scott:tiger@127.0.0.1:{port}/db", "--create");

        Assert.Equal(8, run.ExitCode);
        Assert.Contains("127.0.0.1", run.Error, StringComparison.Ordinal);
        Assert.Contains($"{port}", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("tiger", run.Error + run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_database_file_in_a_missing_folder_is_unreachable()
    {
        var run = await CliRun.OfAsync("import", Write("a.csv", "a\n1\n"), "--into", "t", "--url", "sqlite:" + PathOf("none/x.db"), "--create");

        Assert.Equal(8, run.ExitCode);
        Assert.Contains("none/x.db", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_table_that_does_not_exist_is_reported_with_what_to_do()
    {
        var run = await ImportAsync(Write("a.csv", "a\n1\n"), "nothere");

        Assert.Equal((4, "error: Table 'nothere' does not exist. Use --create to create it from the file, or create it first."), (run.ExitCode, run.Error.TrimEnd()));
    }

    [Fact]
    public async Task Create_rejects_a_table_that_exists()
    {
        await ExecuteAsync("create table t (a integer)");

        var run = await ImportAsync(Write("a.csv", "a\n1\n"), "t", "--create");

        Assert.Equal(4, run.ExitCode);
        Assert.Contains("Table 't' already exists. Omit --create", run.Error, StringComparison.Ordinal);
        Assert.Equal(0, await CountAsync("t"));
    }

    [Fact]
    public async Task Ragged_rows_and_invalid_utf8_are_rejected()
    {
        byte[] text = [.. "a,b\n1,2\n3\n4,5,6\n7,"u8, 0xFF, .. "\n8,9\n"u8];

        var run = await ImportAsync(Write("a.csv", text), "t", "--create");

        Assert.Equal(5, run.ExitCode);
        Assert.Equal(2, await CountAsync("t"));
        Assert.Equal<string>(
            ["3||the record has 1 field, expected 2|3", "4||the record has 3 fields, expected 2|4,5,6", "5|b|invalid UTF-8: byte 0xFF at position 3 of the record|7,\uFFFD"],
            [.. (await RejectsAsync()).Select(r => string.Join('|', r))]);
    }

    [Fact]
    public async Task An_ndjson_line_that_is_not_an_object_is_rejected()
    {
        var run = await ImportAsync(Write("a.ndjson", "{\"a\":1}\n[2]\n{\"a\":3}\n"), "t", "--create");

        Assert.Equal(5, run.ExitCode);
        Assert.Equal([1L, 3L], await QueryAsync<long>("select a from t order by a"));
        Assert.Equal("2||the line is not a JSON object but an array; use one object per line|[2]", string.Join('|', Assert.Single(await RejectsAsync())));
    }

    [Theory]
    [InlineData("a.csv", "", "is empty")]
    [InlineData("a.csv", "\n\n", "is empty")]
    [InlineData("a.ndjson", "", "is empty")]
    [InlineData("a.ndjson", "\n \n", "is empty")]
    [InlineData("a.ndjson", "[{\"a\":1},\n{\"a\":2}]\n", "has no record with a value. Line 1: the line is not")]
    [InlineData("a.csv", "a,a\n1,2\n", "names the column 'a' twice")]
    [InlineData("a.csv", "a,\n1,2\n", "column 2 of the header in line 1 has no name")]
    public async Task A_file_that_cannot_be_used_creates_nothing(string name, string text, string message)
    {
        var run = await ImportAsync(Write(name, text), "t", "--create");

        Assert.Equal(4, run.ExitCode);
        Assert.Contains(message, run.Error, StringComparison.Ordinal);
        Assert.Empty(await QueryAsync<string>("select name from sqlite_schema"));
    }

    [Fact]
    public async Task A_missing_file_or_a_directory_is_a_usage_error()
    {
        var missing = await ImportAsync(PathOf("none.csv"), "t", "--create");
        var folder = await ImportAsync(Folder, "t", "--create");

        Assert.Equal((2, 2), (missing.ExitCode, folder.ExitCode));
        Assert.Contains("none.csv", missing.Error, StringComparison.Ordinal);
        Assert.Contains("is a directory", folder.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_input_that_fails_in_the_middle_reports_what_is_committed_and_it_stays()
    {
        await ExecuteAsync("create table t (a integer, b text)");
        var text = new StringBuilder("a,b\n");
        for (var i = 1; i <= 20_000; i++)
        {
            text.Append(i).Append(",some text\n");
        }

        text.Append("20001,cut o");
        using var input = new TrickleStream(Encoding.UTF8.GetBytes(text.ToString()), 10_000, failure: new IOException("the disk was pulled"));

        var run = await ImportAsync(input, "t", [], TestContext.Current.CancellationToken);

        Assert.Equal(1, run.ExitCode);
        Assert.Contains($"Reading standard input failed after {input.Length} bytes: ", run.Error, StringComparison.Ordinal);
        Assert.Contains("the disk was pulled 20000 rows are committed, 0 were rejected; reading stopped after the record in line 20001.", run.Error, StringComparison.Ordinal);
        Assert.Equal(20_000, await CountAsync("t"));
    }

    [Theory]
    [InlineData("import")]
    [InlineData("import a.csv --into t")]
    [InlineData("import a.csv --url sqlite:x.db")]
    [InlineData("import a.csv --into t --url sqlite:x.db --url-env X")]
    [InlineData("import a.csv --into t --url sqlite:x.db --format xlsx")]
    [InlineData("import a.csv --into a. --url sqlite:x.db")]
    [InlineData("import a.csv --into t --url-env DATAACCESS_NO_SUCH_VARIABLE")]
    [InlineData("import a.csv --into t --url-file /no/such/file")]
    [InlineData("import a.csv --into t --url nonsense")]
    [InlineData("import a.csv --into t --url sqlite:x.db --rejects a.csv")]
    [InlineData("demo --seconds 0")]
    [InlineData("nonsense")]
    public async Task A_wrong_command_line_is_a_usage_error(string arguments)
    {
        var run = await CliRun.OfAsync(arguments.Split(' '));

        Assert.Equal((2, ""), (run.ExitCode, run.Out));
        Assert.StartsWith("error: ", run.Error, StringComparison.Ordinal);
    }

    private static int ClosedPort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    [Theory]
    [InlineData("a integer, b integer")]
    [InlineData("a integer not null, b integer, c integer not null default 0, primary key (a, c)")]
    public async Task An_update_requires_all_of_a_key_to_identify_the_row(string columns)
    {
        await ExecuteAsync($"create table pairs ({columns})");

        var run = await ImportAsync(Write("pairs.csv", "a,b\n1,2\n"), "pairs", "--on-conflict", "update");

        Assert.Equal(4, run.ExitCode);
        Assert.Contains("--on-conflict update requires a primary key in table 'pairs', and all of its columns in the file", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_batch_of_no_rows_is_rejected()
    {
        var run = await ImportAsync(Write("a.csv", "a\n1\n"), "t", "--create", "--batch-rows", "0");

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("--batch-rows is 0; it must be at least 1.", run.Error, StringComparison.Ordinal);
    }
}
