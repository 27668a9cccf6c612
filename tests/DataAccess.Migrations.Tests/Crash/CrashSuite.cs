using System.Text.RegularExpressions;
using DataAccess.Conformance;
using DataAccess.Mapping;
using DataAccess.Migrations.Tests.Cli;

namespace DataAccess.Migrations.Tests.Crash;

/// <summary>
/// The runner's own process is killed with SIGKILL before, in and after every statement of a migration of ten. Then 'up' either
/// makes what an undisturbed run makes, or stops with exit code 6 and names the command that settles it.
/// </summary>
public abstract partial class CrashSuite(TestEngine engine) : DatabaseSuite(engine)
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("dataaccess-crash-");

    protected string Folder => _folder.FullName;

    protected override void TearDown() => _folder.Delete(recursive: true);

    /// <summary>
    /// A statement run twice or left out shows: in the rows where it counts or adds, as an error where it makes something.
    /// The last but one says nothing of itself in MySQL's catalogue, as a table may be filled in steps.
    /// </summary>
    protected virtual IReadOnlyList<string> Statements(MigrationTransaction transaction) =>
    [
        "create table a (id int primary key, x int)",
        "insert into a values (1, 1), (2, 2)",
        "alter table a add column y int",
        "update a set y = coalesce(y, 0) + 1, x = x + 10",
        "create index a_x on a (x)",
        "create table b (n int)",
        "insert into b select count(*) from a",
        "create view v as select x, y from a",
        "create table c as select x, y from a",
        "insert into b values (42)",
    ];

    /// <summary>The schema that every test begins with.</summary>
    protected virtual Task PrepareAsync(Database database, MigrationTransaction transaction) => Task.CompletedTask;

    /// <summary>Everything that the statements change, in words that are the same for equal databases.</summary>
    protected abstract Task<string> DumpAsync(Database database);

    protected void WriteMigration(IEnumerable<string> statements)
        => File.WriteAllText(Path.Combine(Folder, "1_ten.sql"), string.Join(";\n", statements) + ";\n");

    protected async Task<string> UndisturbedAsync(MigrationTransaction transaction)
    {
        WriteMigration(Statements(transaction));
        await PrepareAsync(Db, transaction);
        await UpAsync(Db, transaction);
        return await DumpAsync(Db);
    }

    /// <summary>Makes a database for one kill, and removes it.</summary>
    protected async Task WithDatabaseAsync(TestEngine engine, MigrationTransaction transaction, Func<string, Database, Task> test)
    {
        var url = await engine.CreateDatabaseAsync();
        await using (var database = engine.Open(url))
        {
            await PrepareAsync(database, transaction);
            await test(url, database);
        }

        await engine.DropDatabaseAsync(url);
        File.Delete(url.Replace("sqlite:", "", StringComparison.Ordinal) + ".migrate-lock");
    }

    protected Task UpAsync(Database database, MigrationTransaction transaction)
        => new Migrator(database, new MigrationOptions { Directory = Folder, Transaction = transaction, AllowNonEmpty = true }).UpAsync(cancellationToken: Token).AsTask();

    protected string[] UpArguments(string url, MigrationTransaction transaction)
        => ["migrate", "up", "--allow-non-empty", "--tx", transaction.ToString().ToLowerInvariant(), "--lock-timeout", "1m", "--dir", Folder, "--url", url];

    /// <summary>Runs up again; where it cannot tell, does what it says.</summary>
    /// <returns>Whether the user had to settle a step.</returns>
    protected async Task<bool> RecoverAsync(string url, Database database, MigrationTransaction transaction)
    {
        try
        {
            await UpAsync(database, transaction);
            return false;
        }
        catch (MigrationException exception) when (exception.Failure == MigrationFailure.PartlyApplied)
        {
            await SettleAsync(url, database, transaction);
            await UpAsync(database, transaction);
            return true;
        }
    }

    /// <summary>Reads the message as its user does: it names the statement, what to look at, and a command for either answer.</summary>
    private async Task SettleAsync(string url, Database database, MigrationTransaction transaction)
    {
        var stopped = await CliProcess.RunAsync(UpArguments(url, transaction));
        Assert.Equal(6, stopped.ExitCode);
        Assert.Contains("1_ten.sql:9: step 9 was running", stopped.Error, StringComparison.Ordinal);
        Assert.Contains("create table c as select x, y from a", stopped.Error, StringComparison.Ordinal);
        var isDone = (await database.DescribeTableAsync(new TableName("c"), Token)).Count > 0;
        var command = Commands().Matches(stopped.Error).Single(match => match.Groups["outcome"].Value == (isDone ? "done" : "not-done"));

        var resolved = await CliProcess.RunAsync([.. command.Groups["command"].Value.Split(' '), "--dir", Folder, "--url", url]);

        Assert.Equal((0, ""), (resolved.ExitCode, resolved.Error));
    }

    [GeneratedRegex("dataaccess (?<command>migrate resolve \\S+ --step \\d+ --as (?<outcome>[a-z-]+))", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Commands();
}
