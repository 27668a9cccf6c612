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
            if (block.Language == "sql" && FileName().IsMatch(block.Lines[0]))
            {
                await File.WriteAllTextAsync(Path.Combine(_folder.FullName, block.Lines[0][3..]), block.Text, TestContext.Current.CancellationToken);
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
            actual.Add($"{line}\n{run.Out}{run.Error}");
        }

        Assert.Equal(Steady(block.Text), Steady(string.Concat(actual)));
        return actual.Count;
    }

    /// <summary>Without what differs from run to run.</summary>
    private static string Steady(string text) => Moment().Replace(Duration().Replace(text, "(N ms"), "(a moment)");

    [GeneratedRegex(@"^\$ dataaccess (?<arguments>\S+( \S+)*)(\s+# exit code (?<exit>\d+))?$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Command();

    [GeneratedRegex(@"^-- \S+\.sql$", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex FileName();

    /// <summary>As a shell takes them apart.</summary>
    [GeneratedRegex(@"'[^']*'|\S+", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Argument();

    [GeneratedRegex(@"\(\d+ ms(?=[,)])", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Duration();

    [GeneratedRegex(@"\d{4}-\d\d-\d\d \d\d:\d\d:\d\dZ", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Moment();
}
