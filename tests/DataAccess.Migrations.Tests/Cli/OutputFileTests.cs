using System.Text.Json;

namespace DataAccess.Migrations.Tests.Cli;

public sealed class OutputFileTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("dataaccess-cli-");

    public OutputFileTests()
    {
        Directory.CreateDirectory(Files);
        File.WriteAllText(Path.Combine(Files, "1_a.sql"), "create table a (n int);");
    }

    private string Files => Path.Combine(_folder.FullName, "files");

    private string Nowhere => Path.Combine(_folder.FullName, "nowhere", "x.sql");

    private string Url => $"sqlite:{Path.Combine(_folder.FullName, "app.db")}";

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData("up", "--dump")]
    [InlineData("dump", "--output")]
    [InlineData("script", "--output")]
    public async Task A_file_that_cannot_be_written_is_refused_before_anything_runs(string command, string option)
    {
        foreach (var path in new[] { Nowhere, _folder.FullName })
        {
            var refused = await RunAsync(command, option, path, "--json");

            Assert.Equal(2, refused.ExitCode);
            Assert.StartsWith($"error: {option} '{path}' cannot be written: ", refused.Error, StringComparison.Ordinal);
            using var json = JsonDocument.Parse(refused.Out);
            Assert.Equal(2, json.RootElement.GetProperty("error").GetProperty("exitCode").GetInt32());
        }

        Assert.Equal(3, (await RunAsync("status", "--check")).ExitCode);
    }

    [Fact]
    public async Task A_dump_that_fails_after_the_run_says_that_the_migrations_are_applied()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "It needs a device that is always full.");
        var full = Path.Combine(_folder.FullName, "full.sql");
        File.CreateSymbolicLink(full, "/dev/full");

        var failed = await RunAsync("up", "--json", "--dump", full);

        Assert.Equal(1, failed.ExitCode);
        Assert.StartsWith("error: The migrations are applied; only the schema was not written. --dump ", failed.Error, StringComparison.Ordinal);
        Assert.EndsWith($"Write it with: dataaccess migrate dump --output {full}\n", failed.Error, StringComparison.Ordinal);
        using var json = JsonDocument.Parse(failed.Out);
        Assert.Equal("1_a", json.RootElement.GetProperty("applied")[0].GetProperty("name").GetString());
        Assert.Equal(0, (await RunAsync("status", "--check")).ExitCode);
    }

    [Theory]
    [InlineData("new", "x")]
    [InlineData("squash", "1")]
    public async Task A_folder_that_cannot_be_made_is_a_usage_error(string command, string argument)
    {
        var file = Path.Combine(Files, "1_a.sql");
        var refused = command == "new"
            ? await CliProcess.MigrateAsync("new", argument, "--dir", Path.Combine(file, "below"))
            : await CliProcess.MigrateAsync(command, argument, "--dir", Path.Combine(file, "below"), "--url", Url);

        Assert.Equal(2, refused.ExitCode);
        Assert.Contains("cannot be created", refused.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("select 'a.db'; select 'b.db'", "it has 2 statements, and must be one query")]
    [InlineData("select name from nowhere", "no such table: nowhere")]
    [InlineData("selec", "syntax error")]
    public async Task A_query_for_tenants_that_fails_is_named(string query, string problem)
    {
        var failed = await RunAsync("up", "--tenants-query", query);

        Assert.Equal(2, failed.ExitCode);
        Assert.Contains("--tenants-query", failed.Error, StringComparison.Ordinal);
        Assert.Contains(problem, failed.Error, StringComparison.Ordinal);
        Assert.Contains(query, failed.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_hint_names_the_whole_command()
    {
        var wrong = await RunAsync("up", "--schemas", "x", "--tenants-query", "y");
        Assert.Equal(2, wrong.ExitCode);
        Assert.EndsWith("See: dataaccess migrate up --help\n", wrong.Error, StringComparison.Ordinal);
        Assert.EndsWith("See: dataaccess migrate --help\n", (await CliProcess.MigrateAsync("nonsense")).Error, StringComparison.Ordinal);
    }

    private Task<CliProcess> RunAsync(params string[] arguments) => CliProcess.MigrateAsync([.. arguments, "--dir", Files, "--url", Url]);
}
