using DataAccess.Conformance;
using DataAccess.Migrations.Tests.Cli;
using DataAccess.Migrations.Tests.Files;
using MySqlConnector;

namespace DataAccess.Migrations.Tests.Runs;

/// <summary>
/// A server whose sessions begin with <c>sql_safe_updates</c> and in a time zone of their own, and another one for each login that is no
/// administrator's. Files run so; the runner's own statements do not depend on it.
/// </summary>
public abstract class MySqlServerDefaultsSuite(TestEngine engine) : DatabaseSuite(engine)
{
    protected static readonly string[] Arguments = ["--default-time-zone=+05:30", "--init-connect=set time_zone = '-07:00', sql_safe_updates = 1"];

    private readonly TemporaryFolder _folder = new();
    private string _user = "";

    protected override void TearDown() => _folder.Dispose();

    protected override async ValueTask SetUpAsync()
    {
        // The server is the suite's own. MySQL has no argument for it.
        await RunAsync("set global sql_safe_updates = 1");
        Assert.Equal("1 +05:30", await Db.QuerySingleAsync<string>($"select concat(@@global.sql_safe_updates = 1, ' ', @@global.time_zone)", Token));
        var database = new MySqlConnectionStringBuilder(ConnectionString).Database;
        _user = $"u_{database[..20]}";
        await RunAsync($"create user {_user} identified by 'secret'");
        await RunAsync($"grant all on {database}.* to {_user}");
    }

    [Theory]
    [InlineData(false, MigrationTransaction.File)]
    [InlineData(false, MigrationTransaction.None)]
    [InlineData(true, MigrationTransaction.File)]
    [InlineData(true, MigrationTransaction.None)]
    public async Task Every_command_works_on_a_server_with_safe_updates(bool isOrdinary, MigrationTransaction transaction)
    {
        await using var database = Database.Open(UrlOf(isOrdinary));
        Migrator New() => new(database, new MigrationOptions { Directory = _folder.Path, Transaction = transaction, AllowNonEmpty = true });
        _folder.Write("1_a.sql", "create table a (id int not null primary key, n int not null default 0);\ninsert into a (id) values (1), (2), (3);");
        _folder.Write("1_a.down.sql", "drop table a;");
        _folder.Write("2_b.sql", "insert into a (id) values (4), (5);\nupdate a set n = 1 where id = 4;\ncreate table b (safe int);\ninsert into b values (@@sql_safe_updates);");
        _folder.Write("2_b.down.sql", "delete from a where id in (4, 5);\ndrop table b;");
        _folder.Write("3_c.sql", "insert into b values (10 + @@sql_safe_updates);");
        _folder.Write("3_c.down.sql", "set sql_safe_updates = 0;\ndelete from b where safe > 9;");
        _folder.Write("repeatable/r.sql", "insert into b values (20 + @@sql_safe_updates);");

        Assert.Equal(4, (await New().UpAsync(cancellationToken: Token)).Count);
        Assert.Equal([1, 11, 21], await database.QueryAsync<int>($"select safe from b order by safe", Token));
        Assert.Equal(["3_c", "2_b"], (await New().DownAsync(to: 1, cancellationToken: Token)).Select(static m => m.Name), StringComparer.Ordinal);
        Assert.Equal(2, (await New().UpAsync(cancellationToken: Token)).Count);
        Assert.Equal(["3_c"], (await New().DownAsync(cancellationToken: Token)).Select(static m => m.Name), StringComparer.Ordinal);
        Assert.Single(await New().UpAsync(cancellationToken: Token));
        var redo = await CliProcess.MigrateAsync("redo", "--dir", _folder.Path, "--url", UrlOf(isOrdinary));
        Assert.Equal((0, ""), (redo.ExitCode, redo.Error));

        File.Move(Path.Combine(_folder.Path, "3_c.sql"), Path.Combine(_folder.Path, "4_d.sql"));
        File.Move(Path.Combine(_folder.Path, "3_c.down.sql"), Path.Combine(_folder.Path, "4_d.down.sql"));
        await New().RepairAsync([MigrationRepair.Renumber(3, 4)], dryRun: false, Token);
        _folder.Write("2_b.sql", "select 1;");
        await New().RepairAsync([MigrationRepair.Accept("2"), MigrationRepair.Forget("repeatable/r")], dryRun: false, Token);
        Assert.Equal(["repeatable/r"], (await New().UpAsync(cancellationToken: Token)).Select(static m => m.Name), StringComparer.Ordinal);
        await New().RepairAsync([MigrationRepair.Forget("1"), MigrationRepair.Forget("2"), MigrationRepair.Forget("4"), MigrationRepair.Forget("repeatable/r")], dryRun: false, Token);
        await New().BaselineAsync(4, Token);
        Assert.Equal(3, await database.QuerySingleAsync<long>($"select count(*) from dataaccess_migrations where state = 'baseline'", Token));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_backfill_writes_each_row_and_a_step_is_resolved(bool isOrdinary)
    {
        await using var database = Database.Open(UrlOf(isOrdinary));
        Migrator New() => new(database, new MigrationOptions { Directory = _folder.Path, AllowNonEmpty = true });
        await RunAsync("create table a (id int not null primary key, n int not null, check (n <> 6))");
        await RunAsync("insert into a values (1, 0), (2, 0), (3, 5), (4, 0), (5, 0)");
        _folder.Write("1_fill.sql", "-- dataaccess: backfill table=a key=id batch=2\nupdate a set n = n + 1 where id between :from and :to;");

        var error = await Assert.ThrowsAsync<MigrationException>(() => New().UpAsync(cancellationToken: Token).AsTask());
        Assert.Equal(MigrationFailure.PartlyApplied, error.Failure);
        await RunAsync("update a set n = 0 where id = 3");
        await New().UpAsync(cancellationToken: Token);
        Assert.Equal([1, 1, 1, 1, 1], await database.QueryAsync<int>($"select n from a order by id", Token));

        _folder.Write("2_b.sql", "create table b (n int);\nnonsense;\ninsert into b values (2);");
        Assert.Equal(MigrationFailure.PartlyApplied, (await Assert.ThrowsAsync<MigrationException>(() => New().UpAsync(cancellationToken: Token).AsTask())).Failure);

        // The first step is taken back by hand, and counts as not done.
        await RunAsync("drop table b");
        await New().ResolveAsync("2", 1, isDone: false, Token);
        _folder.Write("2_b.sql", "create table b (n int);\ninsert into b values (1);\ninsert into b values (2);");
        await New().UpAsync(cancellationToken: Token);
        Assert.Equal([1, 2], await database.QueryAsync<int>($"select n from b order by n", Token));
        Assert.Equal(0, await database.QuerySingleAsync<long>($"select count(*) from dataaccess_migration_steps where state <> 'done'", Token));
    }

    [Fact]
    public async Task Another_tools_history_is_adopted()
    {
        await using var database = Database.Open(UrlOf(isOrdinary: true));
        await RunAsync("create table schema_migrations (version bigint not null primary key, dirty boolean not null)");
        await RunAsync("insert into schema_migrations values (2, false)");
        _folder.Write("1_a.up.sql", "select 1;");
        _folder.Write("2_b.up.sql", "select 2;");

        Assert.Equal(2, (await new Migrator(database, new MigrationOptions { Directory = _folder.Path }).AdoptAsync(MigrationTool.GolangMigrate, cancellationToken: Token)).Count);
    }

    /// <summary>The oracle is the driver's own connection, which sets no zone, as the client program sets none.</summary>
    [Theory]
    [InlineData(false, "+05:30")]
    [InlineData(true, "-07:00")]
    public async Task A_time_means_what_it_means_to_the_client_program_and_the_history_is_utc(bool isOrdinary, string zone)
    {
        await using var connection = new MySqlConnection(new MySqlConnectionStringBuilder(UrlOf(isOrdinary)) { Pooling = false }.ConnectionString);
        await connection.OpenAsync(Token);
        await using var command = new MySqlCommand("select concat(unix_timestamp('2026-07-01 12:00:00'), ' ', @@time_zone)", connection);
        var expected = await command.ExecuteScalarAsync(Token) as string;
        Assert.EndsWith(zone, expected, StringComparison.Ordinal);
        await using var database = Database.Open(UrlOf(isOrdinary));
        const string insert = "insert into a select '2026-07-01 12:00:00', @@time_zone, current_timestamp;";
        _folder.Write("1_a.sql", "create table a (t timestamp not null, zone varchar(20), now timestamp not null);\nset sql_mode = '';");
        _folder.Write("2_b.sql", insert);
        _folder.Write("3_c.sql", insert + "\nset @x = 1;");
        _folder.Write("4_d.sql", "-- dataaccess: no-transaction\n" + insert);
        _folder.Write("5_e.sql", "set time_zone = '+01:00';\ncreate table z (n int);");

        await new Migrator(database, new MigrationOptions { Directory = _folder.Path }).UpAsync(cancellationToken: Token);

        Assert.Equal(Enumerable.Repeat(expected, 3), await database.QueryAsync<string>($"select concat(unix_timestamp(t), ' ', zone) as line from a", Token), StringComparer.Ordinal);
        Assert.Equal([0L], await database.QueryAsync<long>($"select count(*) from a where abs(timestampdiff(second, now, current_timestamp)) > 300", Token));
        Assert.Equal([0L], await database.QueryAsync<long>($"select count(*) from dataaccess_migrations where abs(timestampdiff(second, applied_at, utc_timestamp(6))) > 300", Token));
        Assert.Equal(
            [0L],
            await database.QueryAsync<long>($"select count(*) from dataaccess_migration_steps where abs(timestampdiff(second, intended_at, utc_timestamp(6))) > 300 or abs(timestampdiff(second, done_at, utc_timestamp(6))) > 300", Token));
        var status = await new Migrator(database, new MigrationOptions { Directory = _folder.Path }).StatusAsync(Token);
        Assert.All(status.Migrations, static m => Assert.InRange(m.AppliedAt!.Value, DateTime.UtcNow.AddMinutes(-5), DateTime.UtcNow.AddMinutes(5)));
    }

    private string UrlOf(bool isOrdinary)
        => isOrdinary ? new MySqlConnectionStringBuilder(ConnectionString) { UserID = _user, Password = "secret" }.ConnectionString : ConnectionString;
}
