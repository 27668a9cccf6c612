using DataAccess.Migrations.Sessions;

namespace DataAccess.Migrations.Tests.Runs;

public abstract partial class MigrationSuite
{
    private static readonly string[] CodeAndFiles = ["1_a", "2_move", "3_c"];

    private static Action<MigrationOptions> With(params ICodeMigration[] migrations) => options => options.CodeMigrations = migrations;

    private static CodeMigration Code(Func<CodeMigrationContext, CancellationToken, ValueTask> up) => new("2_move", up);

    /// <summary>A table, and the migration in C# after it.</summary>
    private void WriteForCode() => Write("1_a.sql", "create table a (n int not null, t varchar(50));\ninsert into a values (1, 'one');\ninsert into a values (2, 'it''s');");

    private async Task AssertNothingOfCodeAsync()
    {
        Assert.Equal([MigrationState.Applied, MigrationState.Pending], (await NewMigrator(With(Code(static (_, _) => default))).StatusAsync(Token)).Migrations.Select(static m => m.State));
        Assert.Equal([1, 2], await Db.QueryAsync<int>($"select n from a order by n", Token));
    }

    [Theory]
    [InlineData(MigrationTransaction.File)]
    [InlineData(MigrationTransaction.None)]
    public async Task A_migration_in_code_runs_in_its_place_among_the_files_and_is_undone_and_done_again(MigrationTransaction transaction)
    {
        WriteForCode();
        Write("3_c.sql", "insert into a select 100 + n, t from a where n > 10;");
        var code = new ReversibleCodeMigration(
            "2_move",
            static async (context, ct) =>
            {
                foreach (var (n, t) in await context.QueryAsync<(int N, string T)>($"select n, t from a order by n", ct))
                {
                    Assert.Equal(1, await context.ExecuteAsync($"insert into a (n, t) values ({n + 10}, {t + "?"})", ct));
                }

                Assert.Equal(4, await context.QuerySingleAsync<long>($"select count(*) from a", ct));
            },
            static async (context, ct) => await context.ExecuteAsync($"delete from a where n > {10}", ct));
        void Configure(MigrationOptions options)
        {
            options.CodeMigrations = [code];
            options.Transaction = transaction;
        }

        Assert.Equal(CodeAndFiles, await UpAsync(Configure), StringComparer.Ordinal);
        Assert.Equal([(11, "one?"), (12, "it's?"), (111, "one?"), (112, "it's?")], await Db.QueryAsync<(int, string)>($"select n, t from a where n > 10 order by n", Token));
        Assert.Empty(await UpAsync(Configure));
        Assert.All((await NewMigrator(Configure).StatusAsync(Token)).Migrations, static m => Assert.Equal(MigrationState.Applied, m.State));
        File.Delete(Path.Combine(Folder, "3_c.sql"));
        await RunAsync("delete from dataaccess_migrations where migration = '3'");
        await RunAsync("delete from a where n > 100");

        Assert.Equal("2_move", Assert.Single(await NewMigrator(Configure).DownAsync(cancellationToken: Token)).Name);
        await AssertNothingOfCodeAsync();
        Assert.Equal(["2_move"], await UpAsync(Configure), StringComparer.Ordinal);
        Assert.Equal(4, await CountAsync("a"));
    }

    [Fact]
    public async Task Files_and_code_share_the_transaction_of_a_run_where_the_schema_rolls_back()
    {
        WriteForCode();
        Write("3_c.sql", "insert into nowhere values (1);");
        var error = await FailsAsync(RollsBack ? MigrationFailure.RolledBack : MigrationFailure.Validation, options =>
        {
            options.CodeMigrations = [Code(static async (context, ct) => await context.ExecuteAsync($"insert into a (n) values ({3})", ct))];
            options.Transaction = MigrationTransaction.All;
        });

        Assert.Contains(RollsBack ? "3_c.sql:1" : "cannot run in a transaction", error.Message, StringComparison.Ordinal);
        Assert.False(await HasTableAsync("a"));
    }

    [Fact]
    public async Task What_code_throws_names_the_migration_which_is_rolled_back()
    {
        WriteForCode();
        var error = await FailsAsync(MigrationFailure.RolledBack, With(Code(static async (context, ct) =>
        {
            await context.ExecuteAsync($"insert into a (n) values ({3})", ct);
            throw new FormatException("Row 3 has no total.");
        })));

        Assert.StartsWith("2_move (DataAccess.Migrations.Tests.Runs.CodeMigration): FormatException: Row 3 has no total.", error.Message, StringComparison.Ordinal);
        Assert.Contains(RollsBack ? "2_move was rolled back." : "No part of 2_move was applied.", error.Message, StringComparison.Ordinal);
        await AssertNothingOfCodeAsync();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_the_database_rejects_is_told_with_its_statement(bool isWrapped)
    {
        WriteForCode();
        var error = await FailsAsync(MigrationFailure.RolledBack, With(Code(async (context, ct) =>
        {
            await context.ExecuteAsync($"insert into a (n) values ({3})", ct);
            try
            {
                await context.ExecuteAsync($"insert into a (nope) values ({4})", ct);
            }
            catch (Exception exception) when (isWrapped)
            {
                throw new InvalidOperationException("Wrapped.", exception);
            }
        })));

        Assert.Contains("2_move", error.Message, StringComparison.Ordinal);
        Assert.Contains("nope", error.Message, StringComparison.Ordinal);
        Assert.Contains("    insert into a (nope) values (?)", error.Message, StringComparison.Ordinal);
        await AssertNothingOfCodeAsync();
    }

    /// <summary>PostgreSQL takes nothing more in such a transaction, and would answer its COMMIT with a rollback.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Code_that_hides_an_error_of_the_database_goes_on_only_where_the_transaction_does(bool sendsMore)
    {
        WriteForCode();
        var isAborted = Db.Provider.AbortsTransactionOnError;
        var code = Code(async (context, ct) =>
        {
            await context.ExecuteAsync($"insert into a (n) values ({3})", ct);
            await Assert.ThrowsAnyAsync<Exception>(async () => await context.ExecuteAsync($"insert into a (nope) values ({4})", ct));
            if (sendsMore && isAborted)
            {
                Assert.Contains("nothing more was sent", (await Assert.ThrowsAsync<InvalidOperationException>(async () => await context.ExecuteAsync($"insert into a (n) values ({5})", ct))).Message, StringComparison.Ordinal);
            }
            else if (sendsMore)
            {
                await context.ExecuteAsync($"insert into a (n) values ({5})", ct);
            }
        });
        if (isAborted)
        {
            var error = await FailsAsync(MigrationFailure.RolledBack, With(code));
            Assert.Contains("The migration went on after this error", error.Message, StringComparison.Ordinal);
            Assert.Contains("InSavepointAsync", error.Message, StringComparison.Ordinal);
            await AssertNothingOfCodeAsync();
        }
        else
        {
            Assert.Equal(["1_a", "2_move"], await UpAsync(With(code)), StringComparer.Ordinal);
            Assert.Equal(sendsMore ? [1, 2, 3, 5] : [1, 2, 3], await Db.QueryAsync<int>($"select n from a order by n", Token));
        }
    }

    [Fact]
    public async Task A_savepoint_undoes_its_work_and_the_migration_goes_on()
    {
        WriteForCode();
        await UpAsync(With(Code(static async (context, ct) =>
        {
            await context.InSavepointAsync(async inner => await context.ExecuteAsync($"insert into a (n) values ({3})", inner), ct);
            await Assert.ThrowsAnyAsync<Exception>(async () => await context.InSavepointAsync(
                async inner =>
                {
                    await context.ExecuteAsync($"insert into a (n) values ({4})", inner);
                    await context.ExecuteAsync($"insert into a (nope) values ({4})", inner);
                },
                ct));

            // Hidden inside: undone all the same where the transaction would be lost.
            try
            {
                await context.InSavepointAsync(
                    async inner => await Assert.ThrowsAnyAsync<Exception>(async () => await context.ExecuteAsync($"insert into a (nope) values ({4})", inner)), ct);
            }
            catch (InvalidOperationException exception) when (context.Provider.AbortsTransactionOnError)
            {
                Assert.Contains("went on after an error", exception.Message, StringComparison.Ordinal);
            }

            await context.ExecuteAsync($"insert into a (n) values ({5})", ct);
        })));

        Assert.Equal([1, 2, 3, 5], await Db.QueryAsync<int>($"select n from a order by n", Token));
    }

    [Fact]
    public async Task Work_that_is_not_awaited_fails_the_migration_and_a_context_ends_with_it()
    {
        WriteForCode();
        CodeMigrationContext? kept = null;
        Task? left = null;
        var error = await FailsAsync(MigrationFailure.RolledBack, With(Code((context, ct) =>
        {
            kept = context;
            left = context.QueryAsync<long>(SqlStatement.Raw(Engine.EndlessQuery), ct).AsTask();
            return default;
        })));

        Assert.Contains("2_move", error.Message, StringComparison.Ordinal);
        Assert.Contains(Db.Provider.AbortsTransactionOnError ? "went on after this error" : "Await all of them", error.Message, StringComparison.Ordinal);
        Assert.True(left!.IsCompleted);
        await Assert.ThrowsAnyAsync<Exception>(() => left);
        await AssertNothingOfCodeAsync();
        var ended = await Assert.ThrowsAsync<ObjectDisposedException>(async () => await kept!.ExecuteAsync($"insert into a (n) values ({3})", Token));
        Assert.Contains("2_move has ended", ended.Message, StringComparison.Ordinal);

        // Also after a migration that went well, while others use the session.
        Write("3_c.sql", "insert into a values (3, 'later');");
        await UpAsync(With(Code((context, _) =>
        {
            kept = context;
            return default;
        })));
        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await kept!.QueryAsync<int>($"select n from a", Token));
        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await kept!.InSavepointAsync(static _ => default, Token));
        Assert.Equal(3, await CountAsync("a"));
    }

    [Fact]
    public async Task Two_calls_at_once_are_refused()
    {
        WriteForCode();
        await UpAsync(With(Code(async (context, ct) =>
        {
            using var stop = CancellationTokenSource.CreateLinkedTokenSource(ct);
            await Assert.ThrowsAnyAsync<Exception>(async () => await context.InSavepointAsync(
                async inner =>
                {
                    var first = context.QueryAsync<long>(SqlStatement.Raw(Engine.EndlessQuery), stop.Token).AsTask();
                    Assert.Contains("is still running", (await Assert.ThrowsAsync<InvalidOperationException>(async () => await context.ExecuteAsync($"insert into a (n) values ({3})", inner))).Message, StringComparison.Ordinal);
                    await stop.CancelAsync();
                    await first;
                },
                ct));
        })));
        Assert.Equal(2, await CountAsync("a"));
    }

    [Theory]
    [InlineData("commit", "begins or ends a transaction")]
    [InlineData("rollback", "begins or ends a transaction")]
    [InlineData("/* x */ begin", "begins or ends a transaction")]
    [InlineData("insert into a (n) values (3); commit", "has 2 statements")]
    [InlineData("insert into a (n) values (3); insert into a (n) values (4)", "has 2 statements")]
    [InlineData("-- nothing", "has 0 statements")]
    [InlineData("insert into a (n) values ('3", "'")]
    public async Task A_statement_that_code_may_not_run_is_not_sent(string sql, string why)
    {
        WriteForCode();
        var error = await FailsAsync(MigrationFailure.RolledBack, With(Code(async (context, ct) =>
        {
            await context.ExecuteAsync($"insert into a (n) values ({7})", ct);
            await context.ExecuteAsync(SqlStatement.Raw(sql), ct);
        })));

        Assert.Contains("was not sent", error.Message, StringComparison.Ordinal);
        Assert.Contains(why, error.Message, StringComparison.Ordinal);
        await AssertNothingOfCodeAsync();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_cancelled_migration_in_code_is_rolled_back(bool hidesIt)
    {
        WriteForCode();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var code = Code(async (context, _) =>
        {
            await context.ExecuteAsync($"insert into a (n) values ({3})", CancellationToken.None);
            stop.CancelAfter(50);
            try
            {
                // Without the token, it is cancelled all the same.
                await context.QueryAsync<long>(SqlStatement.Raw(Engine.EndlessQuery), CancellationToken.None);
            }
            catch (OperationCanceledException) when (hidesIt)
            {
            }
        });

        var error = await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await NewMigrator(With(code)).UpAsync(cancellationToken: stop.Token));

        Assert.StartsWith("Interrupted. ", error.Message, StringComparison.Ordinal);
        Assert.Contains("2_move", error.Message, StringComparison.Ordinal);
        await AssertNothingOfCodeAsync();
    }

    /// <summary>Code that gives up by itself has failed; nobody interrupted the run.</summary>
    [Fact]
    public async Task A_cancel_of_the_codes_own_is_a_failure()
    {
        WriteForCode();
        var error = await FailsAsync(MigrationFailure.RolledBack, With(Code(static (_, _) => throw new OperationCanceledException("The service did not answer."))));
        Assert.Contains("The service did not answer.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Code_is_run_again_from_its_beginning_while_others_hold_its_locks()
    {
        WriteForCode();
        await UpAsync(With());
        var attempts = 0;
        await using var other = await MigrationSession.OpenAsync(Db, Token);
        var code = Code(async (context, ct) =>
        {
            attempts++;
            await context.ExecuteAsync($"update a set t = {"x"} where n = {1}", ct);
        });
        await other.ExecuteAsync(SqlStatement.Raw(Db.Provider.SystemName == "sqlite" ? "begin immediate" : "begin"), Token);
        await other.ExecuteAsync(SqlStatement.Raw("update a set t = 'held' where n = 1"), Token);
        if (Db.Provider.SystemName == "sqlite")
        {
            // The transaction of the run is refused before the code is called.
            attempts++;
        }

        var run = UpAsync(options =>
        {
            options.CodeMigrations = [code];
            options.LockTimeout = TimeSpan.FromSeconds(1);
        });
        await Task.Delay(TimeSpan.FromSeconds(1.5), Token);
        await other.ExecuteAsync(SqlStatement.Raw("commit"), Token);

        Assert.Equal(["2_move"], await run, StringComparer.Ordinal);
        Assert.True(attempts > 1, "It was tried once only.");
        Assert.Equal("x", await Db.QuerySingleAsync<string>($"select t from a where n = 1", Token));
    }

    [Fact]
    public async Task Settings_of_code_end_with_it()
    {
        WriteForCode();
        var (set, get) = Db.Provider.SystemName switch
        {
            "postgresql" => ("set search_path = pg_catalog", "select current_schema()"),
            "mysql" => ("set session foreign_key_checks = 0", "select cast(@@foreign_key_checks as char)"),
            _ => ("select 1", "select 'no setting can be changed in a transaction'"),
        };
        string? before = null, inside = null;
        await UpAsync(With(
            new CodeMigration("2_set", async (context, ct) =>
            {
                before = await context.QuerySingleAsync<string>(SqlStatement.Raw(get), ct);
                await context.ExecuteAsync(SqlStatement.Raw(set), ct);
            }),
            new CodeMigration("3_get", async (context, ct) => inside = await context.QuerySingleAsync<string>(SqlStatement.Raw(get), ct))));
        Assert.Equal(before, inside);
        Assert.Equal(3, (await NewMigrator(With(new CodeMigration("2_set", null!), new CodeMigration("3_get", null!))).StatusAsync(Token)).Migrations.Count);
    }
}
