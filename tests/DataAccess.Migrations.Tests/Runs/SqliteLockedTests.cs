using DataAccess.Conformance;
using DataAccess.Migrations.Tests.Cli;
using DataAccess.Migrations.Tests.Files;
using Microsoft.Data.Sqlite;

namespace DataAccess.Migrations.Tests.Runs;

/// <summary>A file that another program has locked: each command that needs it ends with exit code 7, names the file, and has changed nothing.</summary>
public sealed class SqliteLockedTests() : DatabaseSuite(new SqliteEngine())
{
    private static readonly string[] Short = ["--lock-timeout", "1s", "--lock-budget", "100ms", "--wait", "1m"];

    private readonly TemporaryFolder _folder = new();

    private string Path => ConnectionString["sqlite:".Length..];

    protected override void TearDown() => _folder.Dispose();

    public static TheoryData<string, string> Locks => new()
    {
        { "wal", "begin immediate" }, { "delete", "begin exclusive" },
    };

    [Theory]
    [MemberData(nameof(Locks))]
    public async Task Every_command_that_writes_the_history_says_what_is_locked(string journal, string begin)
    {
        _folder.Write("1_a.sql", "create table a (n int);");
        _folder.Write("1_a.down.sql", "drop table a;");
        Assert.Equal(0, (await RunAsync(["up"])).ExitCode);
        _folder.Write("2_b.sql", "-- dataaccess: no-transaction\ncreate table b (n int);\nnonsense;");
        Assert.Equal(6, (await RunAsync(["up"])).ExitCode);

        await AssertLockedAsync(journal, begin, [["up", .. Short]], m => m.ResolveAsync("2", 1, isDone: true, Token).AsTask(), m => m.RepairAsync([MigrationRepair.Forget("2")], dryRun: false, Token).AsTask());

        // What else is refused while a migration is partly applied.
        Assert.Equal(0, (await RunAsync(["repair", "--forget", "2", "--apply"])).ExitCode);
        _folder.Write("2_b.sql", "create table if not exists b (n int);");
        await AssertLockedAsync(journal, begin, [["up", .. Short], ["down", .. Short], ["redo", .. Short], ["goto", "2", .. Short]], m => m.RepairAsync([MigrationRepair.Forget("1")], dryRun: false, Token).AsTask());
        Assert.Equal(1, await Db.QuerySingleAsync<long>($"select count(*) from dataaccess_migrations", Token));
    }

    [Theory]
    [MemberData(nameof(Locks))]
    public async Task So_does_every_command_that_makes_the_history(string journal, string begin)
    {
        _folder.Write("1_a.sql", "create table a (n int);");
        await using (await HoldAsync(
            "create table goose_db_version (id integer primary key autoincrement, version_id integer not null, is_applied integer not null, tstamp timestamp default (datetime('now')))",
            "insert into goose_db_version (version_id, is_applied) values (0, 1), (1, 1)"))
        {
            // It ends here: a connection that is open would be in the way of a change of the journal.
        }

        await AssertLockedAsync(
            journal, begin, [["up", "--allow-non-empty", .. Short]], m => m.BaselineAsync(1, Token).AsTask(), m => m.AdoptAsync(MigrationTool.Goose, cancellationToken: Token).AsTask());

        Assert.Equal(0, await Db.QuerySingleAsync<long>($"select count(*) from sqlite_schema where name like 'dataaccess%'", Token));
        Assert.Equal(0, (await RunAsync(["adopt", "--from", "goose"])).ExitCode);
    }

    [Fact]
    public async Task Looking_needs_no_lock_but_that_of_a_file_that_may_not_be_read()
    {
        _folder.Write("1_a.sql", "create table a (n int);");
        Assert.Equal(0, (await RunAsync(["up"])).ExitCode);
        string[][] looks = [["status"], ["plan"], ["validate"], ["script"]];
        foreach (var (journal, begin) in new[] { ("wal", "begin exclusive"), ("delete", "begin immediate") })
        {
            await using var holder = await HoldAsync($"pragma journal_mode = {journal}", begin);
            Assert.All(await Task.WhenAll(looks.Select(RunAsync)), static run => Assert.Equal((0, ""), (run.ExitCode, run.Error)));
        }

        await AssertLockedAsync("delete", "begin exclusive", looks, static m => m.PlanAsync(cancellationToken: Token).AsTask());
    }

    /// <summary>The commands that have no option for the time that they wait for a lock are those of the library, which has one.</summary>
    private async Task AssertLockedAsync(string journal, string begin, string[][] commands, params Func<Migrator, Task>[] calls)
    {
        await using var holder = await HoldAsync($"pragma journal_mode = {journal}", begin);
        foreach (var (command, run) in await Task.WhenAll(commands.Select(async command => (string.Join(' ', command), await RunAsync(command)))))
        {
            Assert.True(run.ExitCode == 7 && run.Error.Contains(Path, StringComparison.Ordinal) && run.Error.Contains("locked", StringComparison.Ordinal), $"{command}: {run}");
        }

        await using var database = Engine.Open(ConnectionString);
        var options = new MigrationOptions { Directory = _folder.Path, LockTimeout = TimeSpan.FromSeconds(1), LockRetryBudget = TimeSpan.FromMilliseconds(50) };
        foreach (var error in await Task.WhenAll(calls.Select(call => Assert.ThrowsAsync<MigrationException>(() => call(new Migrator(database, options))))))
        {
            Assert.Equal(MigrationFailure.LockBusy, error.Failure);
            Assert.Contains(Path, error.Message, StringComparison.Ordinal);
        }
    }

    private async Task<SqliteConnection> HoldAsync(params string[] statements)
    {
        var connection = new SqliteConnection($"Data Source={Path};Pooling=False");
        await connection.OpenAsync(Token);
        foreach (var sql in statements)
        {
            await using var command = connection.CreateCommand();
            command.CommandText = sql;
            await command.ExecuteScalarAsync(Token);
        }

        return connection;
    }

    private Task<CliProcess> RunAsync(string[] command) => CliProcess.MigrateAsync([.. command, "--dir", _folder.Path, "--url", ConnectionString]);
}
