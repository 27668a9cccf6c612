
namespace DataAccess.Migrations.Tests.Runs;

public abstract partial class MigrationSuite
{
    [Fact]
    public async Task Files_that_only_insert_rows_go_together_and_each_is_recorded()
    {
        Write("1_a.sql", "create table a (id int primary key, s varchar(20));");
        Write("2_b.sql", "insert into a values (2, 'it''s; ?');\ninsert into a (id, s) values (20, null), (21, '@x');");
        Write("3_c.sql", "insert into a values (3, '--');");
        Write("4_d.sql", "insert into a values (4, '/*');");
        var calls = new List<string>();

        await UpWatchedAsync(MigrationTransaction.File, Db, calls.Add);

        var isTogether = calls.Exists(static call => call.Contains("(2, ", StringComparison.Ordinal) && call.Contains("(3, ", StringComparison.Ordinal) && call.Contains("(4, ", StringComparison.Ordinal));
        Assert.Equal(Db.Provider.SystemName != "sqlite", isTogether);
        Assert.Equal(["it's; ?", "--", "/*", null, "@x"], await Db.QueryAsync<string?>($"select s from a order by id", Token));
        Assert.All(await StatesAsync(), static s => Assert.Equal(MigrationState.Applied, s));
        Assert.Equal(["1_a", "2_b", "3_c", "4_d"], await Db.QueryAsync<string>($"select name from dataaccess_migrations order by version", Token), StringComparer.Ordinal);
        Assert.All(await Db.QueryAsync<long>($"select duration_ms from dataaccess_migrations", Token), static ms => Assert.InRange(ms, 0, 60_000));
        Assert.Empty(await UpAsync());
    }

    [Fact]
    public async Task Of_files_that_go_together_the_one_that_fails_is_named_and_those_before_it_stay()
    {
        Write("1_a.sql", "create table a (id int primary key);");
        Write("2_b.sql", "insert into a values (2);");
        Write("3_c.sql", "insert into a values (3);");
        Write("4_d.sql", "insert into a values (4);\ninsert into a values (3);");
        Write("5_e.sql", "insert into a values (5);");

        var error = await FailsAsync(MigrationFailure.RolledBack);

        Assert.Contains("4_d.sql:2:", error.Message, StringComparison.Ordinal);
        Assert.Contains("4_d was rolled back.", error.Message, StringComparison.Ordinal);
        Assert.Equal(
            [MigrationState.Applied, MigrationState.Applied, MigrationState.Applied, MigrationState.Pending, MigrationState.Pending], await StatesAsync());
        Assert.Equal([2, 3], await Db.QueryAsync<int>($"select id from a order by id", Token));
        Write("4_d.sql", "insert into a values (4);");
        Assert.Equal(["4_d", "5_e"], await UpAsync(), StringComparer.Ordinal);
        Assert.Equal([2, 3, 4, 5], await Db.QueryAsync<int>($"select id from a order by id", Token));
    }

    [Fact]
    public async Task Files_that_go_together_back_off_from_a_lock_and_go_on_when_it_is_free()
    {
        await RunAsync("create table a (n int primary key)");
        Write("1_a.sql", "insert into a values (1);");
        Write("2_b.sql", "insert into a values (2);");
        Write("3_c.sql", "insert into a values (3);");
        var (held, release) = (new TaskCompletionSource(), new TaskCompletionSource());
        await using var other = Reopen();
        var holder = other.InTransactionAsync(
            async (transaction, ct) =>
            {
                await transaction.ExecuteAsync($"insert into a values (2)", ct);
                held.SetResult();
                await release.Task.WaitAsync(ct);
                throw new KilledException();
            },
            Token).AsTask();
        await held.Task;

        using var retried = new EventWatch(403);
        var up = new Migrator(Db, new MigrationOptions { Directory = Folder, AllowNonEmpty = true, LockTimeout = TimeSpan.FromSeconds(1) }, retried).UpAsync(cancellationToken: Token).AsTask();
        await retried.Seen.WaitAsync(TimeSpan.FromSeconds(30), Token);
        release.SetResult();

        Assert.Equal(["1_a", "2_b", "3_c"], (await up).Select(static m => m.Name), StringComparer.Ordinal);
        await Assert.ThrowsAsync<KilledException>(() => holder);
        Assert.Equal([1, 2, 3], await Db.QueryAsync<int>($"select n from a order by n", Token));
    }

    [Fact]
    public async Task The_connection_lost_while_files_go_together_leaves_all_or_none_of_them()
    {
        Write("1_a.sql", "create table a (id int primary key);");
        Write("2_b.sql", "insert into a values (2);");
        Write("3_c.sql", "insert into a values (3);");

        await Assert.ThrowsAnyAsync<Exception>(() => UpWatchedAsync(MigrationTransaction.File, Db, static call =>
        {
            if (call.Contains("values (3)", StringComparison.Ordinal))
            {
                throw new KilledException();
            }
        }));

        // On MySQL the end of the first was to be written with them, so that it is looked for.
        string[] left = Db.Provider.SystemName switch { "mysql" => ["1_a", "2_b", "3_c"], "postgresql" => ["2_b", "3_c"], _ => ["3_c"] };
        Assert.Equal(left.Contains("2_b") ? 0 : 1, await CountAsync("a"));
        Assert.Equal(left, await UpAsync(), StringComparer.Ordinal);
        Assert.Equal(2, await CountAsync("a"));
    }
}
