using System.Text.Json;
using DataAccess.Migrations.Tests.Files;
using DataAccess.Sqlite;

namespace DataAccess.Migrations.Tests.Cli;

public sealed class AdoptCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Url => $"sqlite:{Path.Combine(_folder.Path, "app.db")}";

    public void Dispose() => _folder.Dispose();

    private Task<CliProcess> RunAsync(params string[] arguments) => CliProcess.MigrateAsync([.. arguments, "--dir", Path.Combine(_folder.Path, "files"), "--url", Url]);

    [Fact]
    public async Task A_dry_run_says_what_the_run_then_does()
    {
        _folder.Write("files/1_a.sql", "create table a (x int);");
        _folder.Write("files/2_b.sql", "create table b (x int);");
        await using (var database = SqliteDatabase.Open(Path.Combine(_folder.Path, "app.db")))
        {
            await database.ExecuteAsync($"create table schema_migrations (version varchar(128) primary key)", TestContext.Current.CancellationToken);
            await database.ExecuteAsync($"insert into schema_migrations values ({"1"})", TestContext.Current.CancellationToken);
        }

        Assert.Equal((0, "would adopt  1_a  (1)\n"), await OutOf(RunAsync("adopt", "--from", "dbmate", "--dry-run")));
        var adopted = await RunAsync("adopt", "--from", "dbmate", "--json");
        using var json = JsonDocument.Parse(adopted.Out);
        Assert.False(json.RootElement.GetProperty("dryRun").GetBoolean());
        Assert.Equal("""{"name":"1_a","version":1,"theirs":"1","isBaseline":false}""", Assert.Single(json.RootElement.GetProperty("adopted").EnumerateArray()).GetRawText());
        Assert.StartsWith("applied  2_b", (await RunAsync("up")).Out, StringComparison.Ordinal);

        var again = await RunAsync("adopt", "--from", "dbmate");
        Assert.Equal(4, again.ExitCode);
        Assert.Contains("is already in the history", again.Error, StringComparison.Ordinal);
        Assert.Equal(2, (await RunAsync("adopt", "--from", "alembic")).ExitCode);
    }

    private static async Task<(int, string)> OutOf(Task<CliProcess> run) => ((await run).ExitCode, (await run).Out);
}
