using System.Text.RegularExpressions;
using DataAccess.Conformance;
using DataAccess.Migrations.Tests.Cli;
using DataAccess.Sqlite;

namespace DataAccess.Migrations.Tests.Docs;

/// <summary>The examples of the pages about migrations: their files are written and their commands are run, in each page's order.</summary>
public sealed partial class WorkedExampleTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("dataaccess-example-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData("migrations.md", 10)]
    [InlineData("tenants.md", 6)]
    [InlineData("scripts.md", 1)]
    [InlineData("schema.md", 18)]
    [InlineData("repair.md", 7)]
    [InlineData("pipelines.md", 8)]
    [InlineData("adopting.md", 5, "create table schema_migrations (version varchar(128) primary key)", "insert into schema_migrations values ('0001')", "create table orders (id integer primary key)")]
    public async Task Every_command_of_the_page_says_what_the_page_says(string page, int atLeast, params string[] database)
    {
        var commands = 0;
        Directory.CreateDirectory(Path.Combine(_folder.FullName, "migrations"));
        foreach (var statement in database)
        {
            await using var existing = SqliteDatabase.Open(Path.Combine(_folder.FullName, "app.db"));
            await existing.ExecuteAsync(SqlStatement.Raw(statement), TestContext.Current.CancellationToken);
        }

        foreach (var block in CodeBlock.Of(Path.Combine(TestFiles.Root, "docs", page)))
        {
            if (block.Language is "sql" or "json" && FileName().Match(block.Lines[0]) is { Success: true } file)
            {
                await File.WriteAllTextAsync(Path.Combine(_folder.FullName, file.Groups["name"].Value), block.Text, TestContext.Current.CancellationToken);
            }
            else if (block.Language == "sh")
            {
                commands += await RunAsync(block);
            }
        }

        Assert.True(commands >= atLeast, $"only {commands} commands were found");
    }

    private async Task<int> RunAsync(CodeBlock block)
    {
        var actual = new List<string>();
        foreach (var line in block.Lines.Where(static line => line.StartsWith("$ ", StringComparison.Ordinal)))
        {
            var command = Command().Match(line);
            Assert.True(command.Success, $"'{line}' is not a command of this tool.");
            var run = await CliProcess.RunProgramAsync(
                "dotnet", _folder.FullName, [Path.Combine(AppContext.BaseDirectory, "DataAccess.Cli.dll"), .. Argument().Matches(command.Groups["arguments"].Value).Select(static argument => argument.Value.Trim('\''))]);
            Assert.Equal(command.Groups["exit"].Value is { Length: > 0 } exit ? exit : "0", $"{run.ExitCode}");

            // A terminal shows the line about the configuration first, and a failure last.
            var configuration = Using().Match(run.Error).Value;
            actual.Add($"{line}\n{configuration}{run.Out}{run.Error[configuration.Length..]}");
        }

        Assert.Equal(Steady(block.Text), Steady(string.Concat(actual)));
        return actual.Count;
    }

    /// <summary>Without what differs from run to run.</summary>
    private static string Steady(string text) => Moment().Replace(Duration().Replace(Milliseconds().Replace(text, "\"milliseconds\":N"), "(N ms"), "(a moment)");

    [GeneratedRegex(@"^\$ dataaccess (?<arguments>\S+( \S+)*)(\s+# exit code (?<exit>\d+))?$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Command();

    [GeneratedRegex(@"^(-- (?<name>\S+\.sql)|// (?<name>\S+\.json))$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex FileName();

    [GeneratedRegex(@"^using .+\n", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Using();

    /// <summary>As a shell takes them apart.</summary>
    [GeneratedRegex(@"'[^']*'|\S+", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Argument();

    [GeneratedRegex(@"\(\d+ ms(?=[,)])", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Duration();

    [GeneratedRegex(@"""milliseconds"":\d+", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Milliseconds();

    [GeneratedRegex(@"\d{4}-\d\d-\d\d \d\d:\d\d:\d\dZ", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Moment();
}
