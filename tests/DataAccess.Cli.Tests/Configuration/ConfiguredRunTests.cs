using System.Diagnostics;
using System.Text.Json;
using DataAccess.Cli.Tests.Import;

namespace DataAccess.Cli.Tests.Configuration;

/// <summary>Whole runs with a file. The file is in a folder of its own, and the runs are not.</summary>
public sealed class ConfiguredRunTests : IDisposable
{
    private const string Secret = "hunter-2";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("dataaccess-config-");

    private string ConfigPath => PathOf("dataaccess.json");

    public ConfiguredRunTests()
    {
        Directory.CreateDirectory(PathOf("sql"));
        File.WriteAllText(PathOf("sql/0001_a.sql"), "create table a (x text);\ninsert into a values ('${name}');\n");
    }

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Paths_placeholders_and_the_history_come_from_the_file()
    {
        Write("""{ "dir": "sql", "historyTable": "done", "placeholders": { "name": "$${x} it''s" }, "url": "sqlite:app.db" }""");

        var run = await RunAsync("migrate", "up");

        Assert.Equal((0, $"using {ConfigPath}\n"), (run.ExitCode, run.Error));
        Assert.True(File.Exists(PathOf("app.db")));
        await using var database = Database.Open($"sqlite:{PathOf("app.db")}");
        Assert.Equal("${x} it's", await database.QuerySingleAsync<string>($"select x from a", TestContext.Current.CancellationToken));
        Assert.Equal(1, await database.QuerySingleAsync<long>($"select count(*) from done where version = '1'", TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task The_environment_wins_over_the_shared_keys_and_the_command_line_over_both()
    {
        Write("""
            {
              "dir": "sql",
              "url": "sqlite:shared.db",
              "placeholders": { "name": "shared" },
              "environments": { "prod": { "url": "sqlite:prod.db" }, "dev": { "url": "sqlite:dev.db", "placeholders": { "name": "dev" } } },
              "defaultEnvironment": "dev"
            }
            """);

        Assert.EndsWith(", environment dev\n", (await RunAsync("migrate", "up")).Error, StringComparison.Ordinal);
        Assert.EndsWith(", environment prod\n", (await RunAsync("migrate", "up", "--env", "prod")).Error, StringComparison.Ordinal);
        await RunAsync("migrate", "up", "--url", $"sqlite:{PathOf("own.db")}", "--set", "name=own");

        Assert.Equal(["dev", "shared", "own"], await NamesIn("dev", "prod", "own"));
        Assert.False(File.Exists(PathOf("shared.db")));
    }

    [Fact]
    public async Task Json_is_alone_on_the_output_and_the_line_is_left_out()
    {
        Write("""{ "dir": "sql", "placeholders": { "name": "x" }, "url": "sqlite:app.db" }""");

        var run = await RunAsync("migrate", "up", "--json");
        var wrong = await RunAsync("migrate", "up", "--json", "--env", "prod");

        Assert.Equal("", run.Error);
        Assert.Equal(1, JsonDocument.Parse(run.Out).RootElement.GetProperty("applied").GetArrayLength());
        Assert.Equal(2, JsonDocument.Parse(wrong.Out).RootElement.GetProperty("error").GetProperty("exitCode").GetInt32());
    }

    [Fact]
    public async Task A_command_that_needs_an_environment_says_which_there_are()
    {
        Write("""{ "dir": "sql", "engine": "sqlite", "placeholders": { "name": "x" }, "environments": { "prod": { "url": "sqlite:prod.db" }, "dev": { "url": "sqlite:dev.db" } } }""");

        var up = await RunAsync("migrate", "up");
        var lint = await RunAsync("migrate", "lint");

        Assert.Equal(2, up.ExitCode);
        Assert.Contains("No environment is chosen, and the command takes 'url' from one. There are: prod, dev.", up.Error, StringComparison.Ordinal);
        Assert.Equal((0, $"using {ConfigPath}\n"), (lint.ExitCode, lint.Error));
        Assert.Equal(0, (await RunAsync("migrate", "new", "b")).ExitCode);
        Assert.True(File.Exists(PathOf("sql/0002_b.sql")));
    }

    [Fact]
    public async Task A_variable_that_is_not_set_matters_only_where_its_value_is_used()
    {
        Write($$$"""
            {
              "dir": "sql", "engine": "sqlite",
              "wait": "${DATAACCESS_CONFIG_UNSET_WAIT}",
              "placeholders": { "name": "x" },
              "environments": {
                "prod": { "url": "postgres://app:${DATAACCESS_CONFIG_UNSET}@127.0.0.1:1/d" },
                "dev": { "url": "sqlite:dev.db" }
              }
            }
            """);

        Assert.Equal(0, (await RunAsync("migrate", "lint", "--env", "prod")).ExitCode);
        Assert.Equal(0, (await RunAsync("migrate", "status", "--env", "dev")).ExitCode);
        Assert.Equal(0, (await RunAsync("migrate", "up", "--env", "dev", "--wait", "1m")).ExitCode);
        var status = await RunAsync("migrate", "status", "--env", "prod");
        Assert.Equal((2, $"error: {ConfigPath}:6: 'url': the environment variable 'DATAACCESS_CONFIG_UNSET' is not set, or is empty.\n"), (status.ExitCode, status.Error));
        Assert.Contains("dataaccess.json:3: 'wait': the environment variable 'DATAACCESS_CONFIG_UNSET_WAIT'", (await RunAsync("migrate", "up", "--env", "dev")).Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"lockTimeout\": \"soon\"", "'lockTimeout': 'soon' is not a valid duration for --lock-timeout. Use a value such as 500ms, 3s or 2m.")]
    [InlineData("\"lockTimeout\": \"${DATAACCESS_CONFIG_SECRET}\"", "'lockTimeout': '${DATAACCESS_CONFIG_SECRET}' is not a valid duration for --lock-timeout.")]
    [InlineData("\"order\": \"${DATAACCESS_CONFIG_SECRET}\"", "'order': Argument '${DATAACCESS_CONFIG_SECRET}' not recognized.")]
    [InlineData("\"parallel\": 2.5", "'parallel' must be a whole number, and 2.5 is not.")]
    [InlineData("\"parallel\": \"${DATAACCESS_CONFIG_SECRET}\"", "'parallel' must be a whole number, and ${DATAACCESS_CONFIG_SECRET} is not.")]
    [InlineData("\"failFast\": \"${DATAACCESS_CONFIG_SECRET}\"", "'failFast' must be true or false, and ${DATAACCESS_CONFIG_SECRET} is not.")]
    [InlineData("\"placeholders\": { \"a\": \"${DATAACCESS_CONFIG_UNSET}\" }", "'placeholders.a': the environment variable 'DATAACCESS_CONFIG_UNSET' is not set, or is empty.")]
    public async Task A_value_that_an_option_does_not_take_is_named_with_its_line(string member, string expected)
    {
        Environment.SetEnvironmentVariable("DATAACCESS_CONFIG_SECRET", Secret);
        Write("{ \"schemas\": \"t*.db\", \"url\": \"sqlite:app.db\",\n" + member + " }");

        var run = await RunAsync("migrate", "up");

        Assert.Equal(2, run.ExitCode);
        Assert.StartsWith($"error: {ConfigPath}:2: {expected}", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, run.Error + run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_secret_of_a_url_is_never_shown()
    {
        Environment.SetEnvironmentVariable("DATAACCESS_CONFIG_SECRET", Secret);
        Write("""{ "url": "postgres://app:${DATAACCESS_CONFIG_SECRET}@127.0.0.1:1/d", "environments": { "odd": { "url": "oracle://app:${DATAACCESS_CONFIG_SECRET}@h/d" }, "plain": {} } }""");

        foreach (var (environment, exitCode) in new[] { ("odd", 2), ("plain", 8) })
        {
            var run = await RunAsync("wait", "--timeout", "1ms", "--env", environment);
            Assert.Equal(exitCode, run.ExitCode);
            Assert.DoesNotContain(Secret, run.Error + run.Out, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task An_import_takes_its_url_and_rows_of_a_batch()
    {
        Write("""{ "url": "sqlite:app.db", "batchRows": 10, "dir": "sql" }""");
        await File.WriteAllTextAsync(PathOf("t.csv"), "a\n1\n", TestContext.Current.CancellationToken);

        Assert.Equal(0, (await RunAsync("import", PathOf("t.csv"), "--into", "t", "--create")).ExitCode);
        Assert.Equal(0, (await CliRun.OfAsync("import", "--into", "t", "--config", ConfigPath, "--", PathOf("t.csv"))).ExitCode);
        Write("""{ "url": "sqlite:app.db", "batchRows": 0 }""");
        Assert.Contains("dataaccess.json:1: 'batchRows': --batch-rows is 0; it must be at least 1.", (await RunAsync("import", PathOf("t.csv"), "--into", "t")).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tenants_of_the_file_are_those_of_the_commands_that_have_them()
    {
        Write("""{ "dir": "sql", "placeholders": { "name": "x" }, "url": "sqlite:catalog.db", "schemas": "tenant_*.db", "parallel": 2, "failFast": false }""");
        await File.WriteAllBytesAsync(PathOf("tenant_a.db"), [], TestContext.Current.CancellationToken);

        Assert.Contains("1 tenants: 0 up to date, 1 changed, 0 failed.", (await RunAsync("migrate", "up")).Out.Replace("1 tenant:", "1 tenants:", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Equal(0, (await RunAsync("migrate", "dump", "--output", "-")).ExitCode);
    }

    [Fact]
    public async Task Help_and_the_demo_read_no_file_and_a_missing_one_is_named()
    {
        Write("{ not json");

        Assert.Equal(0, (await RunAsync("migrate", "up", "--help")).ExitCode);
        Assert.Equal((2, "error: The command takes nothing from a configuration file. Omit --config.\n"), await FailureOf(RunAsync("demo")));
        Assert.Contains($":1: This is not valid JSON", (await RunAsync("wait")).Error, StringComparison.Ordinal);
        File.Delete(ConfigPath);
        Assert.Equal((2, $"error: The configuration file cannot be read: Could not find file '{ConfigPath}'.\n"), await FailureOf(RunAsync("wait")));
        await File.WriteAllBytesAsync(ConfigPath, new byte[(1 << 20) + 1], TestContext.Current.CancellationToken);
        Assert.Contains("is larger than 1 MiB", (await RunAsync("wait")).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_file_of_the_working_directory_is_read_and_the_variable_chooses()
    {
        Write("""{ "dir": "sql", "placeholders": { "name": "x" }, "environments": { "a": { "url": "sqlite:a.db" }, "b": { "url": "sqlite:b.db" } } }""");

        var run = await ProcessAsync("b", "migrate", "up");
        Assert.Equal((0, "using dataaccess.json, environment b\n"), (run.ExitCode, run.Error));
        Assert.Equal("using dataaccess.json, environment a\n", (await ProcessAsync("b", "migrate", "up", "--env", "a")).Error);
        Assert.Equal("error: dataaccess.json: There is no environment 'c'. There are: a, b. It is given by DATAACCESS_ENV.\n", (await ProcessAsync("c", "migrate", "up")).Error);
        File.Delete(ConfigPath);
        Assert.Equal((0, ""), await FailureOf(ProcessAsync("c", "wait", "--url", "sqlite:a.db")));
        Assert.Equal(
            (2, "error: --env a chooses an environment of dataaccess.json, which is not in the working directory. Name the file with --config FILE.\n"),
            await FailureOf(ProcessAsync("", "wait", "--url", "sqlite:a.db", "--env", "a")));
    }

    private static async Task<(int ExitCode, string Error)> FailureOf(Task<CliRun> run) => ((await run).ExitCode, (await run).Error);

    private async Task<IReadOnlyList<string>> NamesIn(params string[] files)
    {
        var names = new List<string>();
        foreach (var file in files)
        {
            await using var database = Database.Open($"sqlite:{PathOf(file + ".db")}");
            names.Add(await database.QuerySingleAsync<string>($"select x from a", TestContext.Current.CancellationToken));
        }

        return names;
    }

    private async Task<CliRun> ProcessAsync(string environment, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "DataAccess.Cli.dll"), .. arguments])
        {
            WorkingDirectory = _folder.FullName,
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["DATAACCESS_ENV"] = environment },
        };
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return new CliRun(process.ExitCode, output, await error);
    }

    private Task<CliRun> RunAsync(params string[] arguments) => CliRun.OfAsync([.. arguments, "--config", ConfigPath]);

    private void Write(string text) => File.WriteAllText(ConfigPath, text);

    private string PathOf(string name) => Path.Combine(_folder.FullName, name);
}
