using DataAccess.Cli.Check;
using DataAccess.Cli.Tests.Import;
using DataAccess.Migrations.Scratch;

namespace DataAccess.Cli.Tests.Check;

/// <summary>What is wrong before a statement is looked at.</summary>
public sealed class CheckCommandTests
{
    [Fact]
    public async Task An_assembly_without_a_manifest_says_how_to_build_it()
    {
        var run = await CliRun.OfAsync("check", typeof(CheckCommandTests).Assembly.Location, "--url", "sqlite::memory:");

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("-p:DataAccessStatements=true", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_is_no_assembly_is_named()
    {
        var missing = await CliRun.OfAsync("check", "nowhere.dll", "--url", "sqlite::memory:");
        var text = await CliRun.OfAsync("check", Path.Combine(AppContext.BaseDirectory, "DataAccess.Cli.Tests.deps.json"), "--url", "sqlite::memory:");

        Assert.Equal((2, 2), (missing.ExitCode, text.ExitCode));
        Assert.Contains("'nowhere.dll' cannot be read", missing.Error, StringComparison.Ordinal);
        Assert.Contains("deps.json' cannot be read", text.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_database_that_does_not_answer_is_unreachable()
    {
        var run = await CliRun.OfAsync(
            "check", Path.Combine(AppContext.BaseDirectory, "DataAccess.CheckedProgram.dll"), "--url", "postgres://me:secret-word@127.0.0.1:1/db", "--json");

        Assert.Equal(8, run.ExitCode);
        Assert.DoesNotContain("secret-word", run.Out + run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("postgres://me:x@host:1/db?sslmode=require", "postgres://me:x@host:1/new?sslmode=require")]
    [InlineData("mysql://host", "mysql://host/new")]
    [InlineData("Host=h;Database=db;Username=me", "host=h;database=new;username=me")]
    [InlineData("Server=h;Initial Catalog=db", "server=h;database=new")]
    public void Another_database_of_the_server_has_the_same_url_otherwise(string url, string expected)
        => Assert.Equal(expected, ScratchDatabase.WithDatabase(url, "new"), ignoreCase: true);

    [Fact]
    public void The_manifest_has_no_path_of_the_machine()
        => Assert.All(
            ManifestReader.Read(Path.Combine(AppContext.BaseDirectory, "DataAccess.CheckedProgram.dll"))!,
            static statement => Assert.Matches("^(Good|Bad)Statements.cs$", statement.File));
}
