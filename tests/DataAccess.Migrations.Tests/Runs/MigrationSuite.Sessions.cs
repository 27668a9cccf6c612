namespace DataAccess.Migrations.Tests.Runs;

public abstract partial class MigrationSuite
{
    /// <summary>What a file may leave in a session, and an expression that would show it to the next file; with the names of what <see cref="PrepareLeaksAsync"/> makes.</summary>
    private protected abstract IReadOnlyList<SessionLeak> Leaks { get; }

    private protected virtual Task PrepareLeaksAsync(Database database) => Task.CompletedTask;

    private protected virtual Task RemoveLeaksAsync() => Task.CompletedTask;

    /// <summary>The oracle is each file run by a run of its own.</summary>
    [Theory]
    [InlineData(MigrationTransaction.File)]
    [InlineData(MigrationTransaction.None)]
    public async Task A_file_sees_the_same_session_together_with_others_as_alone(MigrationTransaction transaction)
    {
        for (var i = 0; i < Leaks.Count; i++)
        {
            Write($"{(2 * i) + 1:000}_sets.sql", Leaks[i].Sets);
            Write($"{(2 * i) + 2:000}_shows.sql", $"insert into seen select '{Leaks[i].Name}', {Leaks[i].Shows};");
        }

        try
        {
            var alone = await SeenAsync(transaction, oneByOne: true);
            var together = await SeenAsync(transaction, oneByOne: false);

            Assert.Equal(Leaks.Count, alone.Count);
            Assert.Equal(alone, together, StringComparer.Ordinal);
        }
        finally
        {
            await RemoveLeaksAsync();
        }
    }

    /// <summary>The runner writes its journal after each step all the same, and the file's later steps keep what the file has set.</summary>
    [Fact]
    public async Task A_file_keeps_its_settings_from_step_to_step()
    {
        var leaks = Leaks.Where(static leak => leak.IsSeenInside).ToList();
        for (var i = 0; i < leaks.Count; i++)
        {
            Write($"{i + 1:000}_sets.sql", $"{leaks[i].Sets}\ninsert into seen select '{leaks[i].Name}', {leaks[i].Shows};\ninsert into seen select '{leaks[i].Name} again', {leaks[i].Shows};");
        }

        try
        {
            var seen = await SeenAsync(MigrationTransaction.None, oneByOne: false);

            Assert.Equal(leaks.SelectMany(static leak => new[] { $"{leak.Name}: {leak.Inside}", $"{leak.Name} again: {leak.Inside}" }).Order(StringComparer.Ordinal), seen, StringComparer.Ordinal);
        }
        finally
        {
            await RemoveLeaksAsync();
        }
    }

    private string ChangesSession => Db.Provider.SystemName switch { "postgresql" => "set work_mem = '5MB'", "mysql" => "set @x = 1", _ => "pragma cache_size = 500" };

    /// <summary>While the lock goes from session to session, others look at it all the time; none may come between.</summary>
    [Fact]
    public async Task No_other_runner_takes_the_lock_while_it_goes_to_a_new_session()
    {
        Write("1_a.sql", "create table a (n int);");
        for (var i = 2; i <= 30; i++)
        {
            Write($"{i}_row.sql", $"{ChangesSession};\ninsert into a values ({i});");
        }

        using var ended = new CancellationTokenSource();
        var dialect = EngineRegistry.Find(Db.Provider).Runner;
        var taken = 0;
        var others = Enumerable.Range(0, 3).Select(_ => Task.Run(async () =>
        {
            await using var database = Engine.Open(ConnectionString);
            while (!ended.IsCancellationRequested)
            {
                await using var session = await Sessions.MigrationSession.OpenAsync(database, Token);
                await dialect.SchemaAsync(session, Token);
                for (var i = 0; i < 50 && !ended.IsCancellationRequested; i++)
                {
                    if (await dialect.TryLockAsync(session, Token) is { } held)
                    {
                        // Before the run, or after it.
                        Interlocked.Increment(ref taken);
                        await held.DisposeAsync();
                        break;
                    }
                }
            }
        }, Token)).ToList();

        var applied = new List<string>();
        try
        {
            applied.AddRange(await UpAsync());
        }
        finally
        {
            await ended.CancelAsync();
            await Task.WhenAll(others);
        }

        Assert.Equal(30, applied.Count);
        Assert.Equal(29, await CountAsync("a"));
    }

    /// <summary>A run that has begun new sessions is found and ended as any other.</summary>
    [Fact]
    public async Task A_run_is_ended_by_unlock_after_its_lock_went_to_another_session()
    {
        if (Db.Provider.SystemName == "sqlite")
        {
            return; // The lock is a handle of the process.
        }

        Write("1_a.sql", $"{ChangesSession};\ncreate table a (n int);");
        Write("2_b.sql", $"{ChangesSession};\ninsert into a values (1);");
        var slow = Db.Provider.SystemName == "mysql" ? "select sleep(60)" : "select pg_sleep(60)";
        Write("3_c.sql", $"insert into a values (2);\n{slow};");
        var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var migrator = NewMigrator();
        migrator.BeforeCall = call =>
        {
            if (call == slow)
            {
                reached.TrySetResult();
            }
        };
        var up = migrator.UpAsync(cancellationToken: Token).AsTask();
        await reached.Task.WaitAsync(TimeSpan.FromSeconds(60), Token);

        Assert.NotNull(await NewMigrator().UnlockAsync(Token));

        await Assert.ThrowsAsync<MigrationException>(() => up);
        Write("3_c.sql", "insert into a values (3);");
        await UpAsync();
        Assert.Equal([1, 3], await Db.QueryAsync<int>($"select n from a order by n", Token));
    }

    private async Task<IReadOnlyList<string>> SeenAsync(MigrationTransaction transaction, bool oneByOne)
    {
        var url = await Engine.CreateDatabaseAsync();
        try
        {
            await using (var prepared = Engine.Open(url))
            {
                await prepared.ExecuteAsync(SqlStatement.Raw("create table seen (name varchar(50), v varchar(200))"), Token);
                await PrepareLeaksAsync(prepared);
            }

            foreach (var to in oneByOne ? Enumerable.Range(1, Directory.GetFiles(Folder).Length).Select(static to => (MigrationVersion?)to) : [null])
            {
                // A new database object: nothing of the driver's is shared.
                await using var own = Engine.Open(url);
                await NewMigrator(options => options.Transaction = transaction, own).UpAsync(to, cancellationToken: Token);
            }

            await using var database = Engine.Open(url);
            Assert.All((await NewMigrator(database: database).StatusAsync(Token)).Migrations, static m => Assert.Equal(MigrationState.Applied, m.State));
            return await database.QueryAsync<string>(SqlStatement.Raw(Db.Provider.SystemName == "mysql"
                ? "select concat(name, ': ', coalesce(v, 'null')) as line from seen order by cast(name as binary)"
                : "select name || ': ' || coalesce(v, 'null') as line from seen order by name"), Token)
                is { } lines ? [.. lines.Order(StringComparer.Ordinal)] : [];
        }
        finally
        {
            await Engine.DropDatabaseAsync(url);
            File.Delete(url.Replace("sqlite:", "", StringComparison.Ordinal) + ".migrate-lock");
        }
    }
}
