using System.Text.Json;
using DataAccess.Migrations.Tests.Files;

namespace DataAccess.Migrations.Tests.Cli;

public sealed class ScriptCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private Task<CliProcess> ScriptAsync(params string[] arguments) => CliProcess.MigrateAsync(["script", "--dir", Path.Combine(_folder.Path, "files"), .. arguments]);

    [Fact]
    public async Task A_script_is_printed_or_written_and_knows_where_the_database_is()
    {
        _folder.Write("files/1_a.sql", "create table a (x int);");
        _folder.Write("files/2_b.sql", "create table b (x int);");
        var url = $"sqlite:{Path.Combine(_folder.Path, "app.db")}";
        var file = Path.Combine(_folder.Path, "out.sql");

        var printed = await ScriptAsync("--engine", "sqlite");
        Assert.Equal((0, ""), (printed.ExitCode, printed.Error));
        Assert.Contains("create table a (x int);\ncommit;\n\n-- 2_b.sql\n", printed.Out, StringComparison.Ordinal);
        Assert.Equal($"created  {file}\n", (await ScriptAsync("--engine", "sqlite", "--output", file)).Out);
        Assert.Equal(printed.Out.TrimEnd(), (await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken)).TrimEnd());

        await CliProcess.MigrateAsync("up", "--to", "1", "--dir", Path.Combine(_folder.Path, "files"), "--url", url);
        var rest = await ScriptAsync("--url", url, "--json");
        using var json = JsonDocument.Parse(rest.Out);
        var script = json.RootElement.GetProperty("script").GetString()!;
        Assert.DoesNotContain("-- 1_a.sql", script, StringComparison.Ordinal);
        Assert.Contains("-- 2_b.sql", script, StringComparison.Ordinal);
        Assert.Equal(JsonValueKind.Null, json.RootElement.GetProperty("output").ValueKind);
    }

    [Fact]
    public async Task What_cannot_be_is_an_error_and_writes_no_file()
    {
        _folder.Write("files/1_a.sql", "create table a (x int);");
        var file = Path.Combine(_folder.Path, "out.sql");

        var refused = await ScriptAsync("--engine", "sqlite", "--idempotent", "--output", file);

        Assert.Equal(4, refused.ExitCode);
        Assert.Contains("SQLite has no conditional statements", refused.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(file));
        Assert.Equal(2, (await ScriptAsync()).ExitCode);
        Assert.Equal(2, (await ScriptAsync("--engine", "sqlite", "--url", "sqlite:x.db")).ExitCode);
    }
}
