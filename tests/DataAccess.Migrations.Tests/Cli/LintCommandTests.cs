using System.Text.Json;
using DataAccess.Migrations.Tests.Files;

namespace DataAccess.Migrations.Tests.Cli;

public sealed class LintCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private Task<CliProcess> LintAsync(params string[] arguments) => CliProcess.MigrateAsync(["lint", "--dir", _folder.Path, .. arguments]);

    [Fact]
    public async Task A_finding_is_three_lines_and_exit_code_nine()
    {
        _folder.Write("1_a.sql", "create table a (x int);");
        _folder.Write("2_b.sql", "-- gone\nalter table a drop column x;");

        var found = await LintAsync("--engine", "postgresql");

        Assert.Equal((9, ""), (found.ExitCode, found.Error));
        var lines = found.Out.TrimEnd().Split('\n');
        Assert.Equal($"{Path.Combine(_folder.Path, "2_b.sql")}:2  drop-column  a.x", lines[0]);
        Assert.StartsWith("    why   Programs of the previous version", lines[1], StringComparison.Ordinal);
        Assert.StartsWith("    safe  First release a version that", lines[2], StringComparison.Ordinal);
        Assert.StartsWith("1 finding in 1 file.", lines[3], StringComparison.Ordinal);
        Assert.Equal("Nothing dangerous was found.\n", (await LintAsync("--engine", "postgresql", "--after", "2")).Out);
    }

    [Fact]
    public async Task The_json_has_every_field_and_the_engine_comes_from_the_url_without_a_connection()
    {
        _folder.Write("1_a.sql", "alter table a add b int as (c + 1) persistent;");

        var found = await LintAsync("--url", "mariadb://me:secret-word@127.0.0.1:1/db", "--json");

        Assert.Equal(9, found.ExitCode);
        Assert.DoesNotContain("secret-word", found.Out + found.Error, StringComparison.Ordinal);
        using var json = JsonDocument.Parse(found.Out);
        Assert.Equal("mariadb", json.RootElement.GetProperty("engine").GetString());
        var finding = Assert.Single(json.RootElement.GetProperty("findings").EnumerateArray());
        Assert.Equal(["path", "line", "rule", "what", "why", "safeWay", "page"], finding.EnumerateObject().Select(static p => p.Name), StringComparer.Ordinal);
        Assert.Equal(
            ("1_a.sql", 1, "stored-generated-column", "docs/lint/stored-generated-column.md"),
            (finding.GetProperty("path").GetString(), finding.GetProperty("line").GetInt32(), finding.GetProperty("rule").GetString(), finding.GetProperty("page").GetString()));
    }

    [Fact]
    public async Task Without_an_engine_or_with_bad_files_the_message_says_what_to_do()
    {
        _folder.Write("1_a.sql", "select 'open");

        var usage = await LintAsync();
        Assert.Equal(2, usage.ExitCode);
        Assert.Contains("--engine postgresql, mysql, mariadb, sqlite, or its --url", usage.Error, StringComparison.Ordinal);
        var invalid = await LintAsync("--engine", "sqlite");
        Assert.Equal(4, invalid.ExitCode);
        Assert.StartsWith("error: 1_a.sql:1: ", invalid.Error, StringComparison.Ordinal);
    }
}
