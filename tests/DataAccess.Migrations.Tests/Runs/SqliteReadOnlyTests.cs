using System.Security.Cryptography;
using DataAccess.Migrations.Tests.Cli;
using DataAccess.Migrations.Tests.Files;
using Microsoft.Data.Sqlite;

namespace DataAccess.Migrations.Tests.Runs;

/// <summary>Looking at a database file changes nothing, whoever looks: not the file, and nothing beside it.</summary>
public sealed class SqliteReadOnlyTests : IDisposable
{
    private const UnixFileMode Read = UnixFileMode.UserRead | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    private const UnixFileMode Enter = Read | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    private const UnixFileMode Everything = Enter | UnixFileMode.UserWrite | UnixFileMode.GroupWrite | UnixFileMode.OtherWrite;

    private static readonly string[][] Looks =
        [["status"], ["plan"], ["validate"], ["script"], ["repair", "--forget", "1"], ["repair", "--accept", "1"], ["adopt", "--from", "goose", "--dry-run"]];

    private readonly TemporaryFolder _folder = new();

    private string Files => Path.Combine(_folder.Path, "migrations");

    private string Folder => Path.Combine(_folder.Path, "data");

    private string Database => Path.Combine(Folder, "app.db");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        if (Directory.Exists(Folder))
        {
            SetMode(Folder, Everything);
        }

        _folder.Dispose();
    }

    /// <summary>Another user than the one who made the file, where the tests may become one; otherwise a user whom its mode keeps from writing.</summary>
    [Theory]
    [InlineData("wal", true, false, "")]
    [InlineData("wal", false, true, "")]
    [InlineData("wal", true, true, "")]
    [InlineData("wal", false, false, ";Mode=ReadOnly")]
    [InlineData("wal", false, true, ";Mode=ReadOnly")]
    [InlineData("delete", true, false, "")]
    [InlineData("delete", false, true, "")]
    [InlineData("delete", true, true, "")]
    [InlineData("delete", false, false, ";Mode=ReadOnly")]
    public async Task Who_may_only_read_can_look_and_leaves_nothing(string journal, bool isFileReadOnly, bool isFolderReadOnly, string option)
    {
        await SkipWithoutUserAsync();
        await CreateAsync(journal);
        if (isFileReadOnly)
        {
            SetMode(Database, Read);
        }

        SetMode(Folder, isFolderReadOnly ? Enter : Everything);
        var before = Seen();

        foreach (var look in Looks)
        {
            var ran = await AsReaderAsync([.. look, "--dir", Files, "--url", $"Data Source={Database}{option}"]);

            Assert.True(look[0] is "adopt" || look[1..] is ["--accept", ..] ? ran.ExitCode == 4 : (ran.ExitCode, ran.Error) == (0, ""), $"{string.Join(' ', look)}: {ran}");
            Assert.Equal(before, Seen(), StringComparer.Ordinal);
        }

        var status = await AsReaderAsync("status", "--dir", Files, "--url", $"Data Source={Database}{option}");
        Assert.Matches("(?s)^applied +1_a .*pending +2_b", status.Out);

        // Who writes is told the file's name, and nothing of the database has changed: it cannot be opened so, or its lock cannot be taken.
        var up = await AsReaderAsync("up", "--dir", Files, "--url", $"Data Source={Database}{option}");
        Assert.True(up is { ExitCode: 8 or 4, Out: "" }, up.ToString());
        Assert.Contains(Database, up.Error, StringComparison.Ordinal);
        Assert.Equal(before[0], Seen()[0]);
    }

    /// <summary>What is still in the write-ahead log is read, too.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_another_program_has_written_is_seen_while_it_has_the_file_open(bool isFolderReadOnly)
    {
        await SkipWithoutUserAsync();
        await CreateAsync("wal");
        await using var writer = new SqliteConnection($"Data Source={Database};Pooling=False");
        await writer.OpenAsync(Token);
        await using (var command = writer.CreateCommand())
        {
            command.CommandText = "pragma wal_autocheckpoint = 0; update dataaccess_migrations set applied_at = '2001-02-03 04:05:06';";
            await command.ExecuteNonQueryAsync(Token);
        }

        SetMode(Database, Read);
        SetMode(Folder, isFolderReadOnly ? Enter : Everything);
        var before = Seen();

        var status = await AsReaderAsync("status", "--dir", Files, "--url", $"sqlite:{Database}");

        Assert.Contains("2001-02-03 04:05:06Z", status.Out, StringComparison.Ordinal);
        Assert.Equal(before, Seen(), StringComparer.Ordinal);
        SetMode(Database, Everything);
    }

    [Fact]
    public async Task A_path_that_does_not_exist_stays_so()
    {
        _folder.Write("migrations/1_a.sql", "create table a (n int);");
        Directory.CreateDirectory(Folder);
        foreach (var look in Looks)
        {
            var ran = await CliProcess.MigrateAsync([.. look, "--dir", Files, "--url", $"sqlite:{Database}"]);

            Assert.Equal(look[0] is "repair" or "adopt" ? 4 : 0, ran.ExitCode);
            Assert.Empty(Directory.GetFileSystemEntries(Folder));
        }

        // Nor is a folder made, by any command.
        foreach (var command in Looks.Concat([["up"], ["down"], ["redo"], ["baseline", "1"], ["resolve", "1", "--step", "1", "--as", "done"]]))
        {
            var ran = await CliProcess.MigrateAsync([.. command, "--dir", Files, "--url", $"sqlite:{Folder}/typo/app.db"]);

            Assert.Equal(8, ran.ExitCode);
            Assert.Contains($"{Folder}/typo/app.db", ran.Error, StringComparison.Ordinal);
            Assert.Empty(Directory.GetFileSystemEntries(Folder));
        }
    }

    private async Task CreateAsync(string journal)
    {
        _folder.Write("migrations/1_a.sql", "create table a (n int);");
        Directory.CreateDirectory(Folder);
        Assert.Equal(0, (await CliProcess.MigrateAsync("up", "--dir", Files, "--url", $"sqlite:{Database}")).ExitCode);
        await using (var connection = new SqliteConnection($"Data Source={Database};Pooling=False"))
        {
            await connection.OpenAsync(Token);
            await using var command = connection.CreateCommand();
            command.CommandText = $"pragma journal_mode = {journal}";
            Assert.Equal(journal, await command.ExecuteScalarAsync(Token));
        }

        _folder.Write("migrations/2_b.sql", "create table b (n int);");
        foreach (var file in Directory.GetFiles(Files))
        {
            SetMode(file, Read | UnixFileMode.UserWrite);
        }

        SetMode(_folder.Path, Everything);
        SetMode(Files, Everything);
    }

    /// <summary>Each file of the folder with what is in it, its rights and when it was written, the database first.</summary>
    private List<string> Seen()
        => Directory.GetFileSystemEntries(Folder).Order(StringComparer.Ordinal)
            .Select(static path => $"{path} {Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(path)))} {(OperatingSystem.IsWindows() ? default : File.GetUnixFileMode(path))} {File.GetLastWriteTimeUtc(path):O}")
            .ToList();

    private static void SetMode(string path, UnixFileMode mode)
    {
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, mode);
        }
    }

    private static async Task SkipWithoutUserAsync()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no such modes.");
        CliProcess? ran = null;
        try
        {
            ran = await AsReaderAsync("--help");
        }
        catch (System.ComponentModel.Win32Exception)
        {
            // There is no setpriv.
        }

        Assert.SkipUnless(ran?.ExitCode == 0, $"The tests run as root, and the command cannot be run as another user: {ran?.Error}");
    }

    /// <summary>Root may write anything, so that the command is run as nobody.</summary>
    private static Task<CliProcess> AsReaderAsync(params string[] arguments)
        => Environment.IsPrivilegedProcess
            ? CliProcess.RunProgramAsync(
                "setpriv", Path.GetTempPath(), ["--reuid=65534", "--regid=65534", "--clear-groups", "dotnet", Path.Combine(AppContext.BaseDirectory, "DataAccess.Cli.dll"), "migrate", .. arguments])
            : CliProcess.MigrateAsync(arguments);
}
