using System.Text;

namespace DataAccess.Migrations.Tests.Cli;

/// <summary>Files that cannot be right: nothing is run, the exit code is 4, and the message says where and what to do.</summary>
public sealed class BadInputTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("dataaccess-bad-");

    private string Files => Path.Combine(_folder.FullName, "files");

    private string Database => Path.Combine(_folder.FullName, "app.db");

    public void Dispose() => _folder.Delete(recursive: true);

    public static TheoryData<string, string, string> BadFiles => new()
    {
        { "2_open.sql", "select 1;\nselect 'x", "2_open.sql:2: The quote ' opened here is never closed" },
        { "2_body.sql", "select 1;\ncreate trigger t after insert on a begin\n  select 1;\n", "2_body.sql:2: The BEGIN that opens a body here is never closed" },
        { "2_comment.sql", "\n\n/* never", "2_comment.sql: the file is empty" },
        { "2_empty.sql", "", "2_empty.sql: the file is empty" },
        { "2_latin.sql", "select 1;\nselect '\u00e9'", "2_latin.sql:2: the file is not UTF-8" },
        { "1_other.sql", "select 1", "1_a.sql and 1_other.sql have the same version 1" },
        { "unnumbered.sql", "select 1", "unnumbered.sql: the name has no version" },
    };

    [Theory]
    [MemberData(nameof(BadFiles))]
    public async Task A_file_that_cannot_be_right_stops_everything(string name, string text, string message)
    {
        Write("1_a.sql", "create table a (x int);");
        await File.WriteAllBytesAsync(Path.Combine(Files, name), Encoding.Latin1.GetBytes(text), TestContext.Current.CancellationToken);

        var up = await UpAsync();

        Assert.Equal((4, ""), (up.ExitCode, up.Out));
        Assert.Contains(message, up.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(Database));
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    public async Task An_empty_url_is_named(string url)
    {
        var up = await CliProcess.MigrateAsync("up", "--dir", Files, "--url", url);

        Assert.Equal((2, ""), (up.ExitCode, up.Out));
        Assert.Contains("The value of --url is empty.", up.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_missing_folder_is_named()
    {
        var up = await UpAsync();

        Assert.Equal((4, ""), (up.ExitCode, up.Out));
        Assert.Contains($"The folder '{Files}' does not exist", up.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Files_that_do_not_fit_the_history_stop_everything()
    {
        Write("1_a.sql", "create table a (x int);");
        Write("2_b.sql", "create table b (x int);");
        Write("3_c.sql", "create table c (x int);");
        Assert.Equal(0, (await UpAsync()).ExitCode);

        Write("1_a.sql", "create table a (y int);");
        File.Delete(Path.Combine(Files, "3_c.sql"));
        var newer = await UpAsync();
        Assert.Equal((4, ""), (newer.ExitCode, newer.Out));
        Assert.Contains("1_a.sql was edited after it was applied", newer.Error, StringComparison.Ordinal);
        Assert.Contains("The database is newer than the files: 3_c is applied, the newest file is version 2. Deploy the newer files.", newer.Error, StringComparison.Ordinal);

        Write("3_c.sql", "create table c (x int);");
        File.Delete(Path.Combine(Files, "2_b.sql"));
        var vanished = await UpAsync();
        Assert.Equal((4, ""), (vanished.ExitCode, vanished.Out));
        Assert.Contains("2_b is applied, but its file is missing. Restore the file.", vanished.Error, StringComparison.Ordinal);
    }

    private void Write(string name, string text)
    {
        Directory.CreateDirectory(Files);
        File.WriteAllText(Path.Combine(Files, name), text);
    }

    private Task<CliProcess> UpAsync() => CliProcess.MigrateAsync("up", "--dir", Files, "--url", $"sqlite:{Database}");
}
