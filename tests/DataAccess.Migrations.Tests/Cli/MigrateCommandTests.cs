using System.Text.Json;

namespace DataAccess.Migrations.Tests.Cli;

public sealed class MigrateCommandTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("dataaccess-cli-");

    private string Files => Path.Combine(_folder.FullName, "files");

    private string Url => $"sqlite:{Path.Combine(_folder.FullName, "app.db")}";

    public void Dispose() => _folder.Delete(recursive: true);

    private Task<CliProcess> RunAsync(params string[] arguments) => CliProcess.MigrateAsync([.. arguments, "--dir", Files, "--url", Url]);

    [Fact]
    public async Task A_first_migration_from_new_to_down()
    {
        var made = await CliProcess.MigrateAsync("new", "Create Orders", "--down", "--dir", Files);
        Assert.Equal((0, ""), (made.ExitCode, made.Error));
        await File.WriteAllTextAsync(Path.Combine(Files, "0001_create_orders.sql"), "create table orders (id integer primary key);", TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(Path.Combine(Files, "0001_create_orders.down.sql"), "drop table orders;", TestContext.Current.CancellationToken);

        Assert.Equal(3, (await RunAsync("status", "--check")).ExitCode);
        var plan = await RunAsync("plan");
        Assert.Equal(0, plan.ExitCode);
        Assert.Equal("apply  0001_create_orders.sql  (one transaction)\n    create table orders (id integer primary key);\n", plan.Out);
        var up = await RunAsync("up");
        Assert.Equal((0, ""), (up.ExitCode, up.Error));
        Assert.StartsWith("applied  0001_create_orders  (", up.Out, StringComparison.Ordinal);
        Assert.Equal("Nothing is pending.\n", (await RunAsync("up")).Out);
        Assert.Equal(0, (await RunAsync("status", "--check")).ExitCode);
        Assert.Equal(0, (await RunAsync("validate")).ExitCode);

        using var status = JsonDocument.Parse((await RunAsync("status", "--json")).Out);
        var row = status.RootElement.GetProperty("migrations")[0];
        Assert.Equal(("0001_create_orders", 1, "applied"), (row.GetProperty("name").GetString(), row.GetProperty("version").GetInt64(), row.GetProperty("state").GetString()));
        Assert.False(status.RootElement.GetProperty("hasPending").GetBoolean());

        Assert.Contains("undone", (await RunAsync("redo")).Out, StringComparison.Ordinal);
        Assert.StartsWith("undone  0001_create_orders", (await RunAsync("goto", "0")).Out + (await RunAsync("down")).Out, StringComparison.Ordinal);
        Assert.Equal(3, (await RunAsync("status", "--check")).ExitCode);
        Assert.Contains("0002_add.sql", (await CliProcess.MigrateAsync("new", "add", "--dir", Files)).Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_went_wrong_is_the_exit_code()
    {
        Directory.CreateDirectory(Files);
        var file = Path.Combine(Files, "1_a.sql");
        await File.WriteAllTextAsync(file, "create table a (x int);\nnonsense;\n", TestContext.Current.CancellationToken);
        var failed = await RunAsync("up", "--json");
        Assert.Equal(5, failed.ExitCode);
        Assert.StartsWith("error: 1_a.sql:2:1: ", failed.Error, StringComparison.Ordinal);
        using (var json = JsonDocument.Parse(failed.Out))
        {
            Assert.Equal(5, json.RootElement.GetProperty("error").GetProperty("exitCode").GetInt32());
        }

        Assert.Equal(6, (await RunAsync("up", "--tx", "none")).ExitCode);
        await File.WriteAllTextAsync(file, "create table a (x int);\nselect 'open;\n", TestContext.Current.CancellationToken);
        Assert.Equal(4, (await RunAsync("validate")).ExitCode);
        Assert.Equal(4, (await RunAsync("status", "--check")).ExitCode);
        Assert.Equal(4, (await CliProcess.MigrateAsync("up", "--url", Url, "--dir", "no/such/folder")).ExitCode);
        Assert.Equal(2, (await CliProcess.MigrateAsync("up", "--dir", Files)).ExitCode);
        Assert.Equal(2, (await RunAsync("up", "--lock-timeout", "soon")).ExitCode);
        await File.WriteAllTextAsync(file, "create table a (x int);\n", TestContext.Current.CancellationToken);
        var unreachable = await CliProcess.MigrateAsync("up", "--dir", Files, "--url", "postgres://me:secret-word@127.0.0.1:1/db");
        Assert.Equal(8, unreachable.ExitCode);
        Assert.DoesNotContain("secret-word", unreachable.Out + unreachable.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Waiting_ends_when_the_database_answers_or_the_time_is_over()
    {
        var answered = await CliProcess.RunAsync("wait", "--url", Url);
        Assert.Equal((0, ""), (answered.ExitCode, answered.Error));
        Assert.Contains("answers", answered.Out, StringComparison.Ordinal);
        Assert.Equal(8, (await CliProcess.RunAsync("wait", "--timeout", "300ms", "--url", "postgres://127.0.0.1:1/db")).ExitCode);
    }
}
