using DataAccess.Migrations.Sessions;

namespace DataAccess.Migrations.Tests.Runs;

/// <content>Migrations in C# where a statement about the schema commits what came before it.</content>
public abstract partial class MySqlFamilySuite
{
    private const string Asks = "dataaccess migrate resolve 2 --step 1 --as not-done";

    private Action<MigrationOptions> Code(Func<CodeMigrationContext, CancellationToken, ValueTask> up, bool isRepeatable = false)
    {
        Write("1_a.sql", "create table a (n int not null);");
        return options => options.CodeMigrations = [new CodeMigration("2_move", up) { IsRepeatable = isRepeatable }];
    }

    private Action<MigrationOptions> CodeWithSchema(bool isRepeatable = false, bool fails = false)
        => Code(
            async (context, ct) =>
            {
                await context.ExecuteAsync($"insert into a (n) values ({1})", ct);
                await context.ExecuteAsync($"create table if not exists b (n int)", ct);
                await context.ExecuteAsync($"insert into b (n) values ({2})", ct);
                if (fails)
                {
                    throw new FormatException("Then it stopped.");
                }
            },
            isRepeatable);

    private async Task<(long A, long B)> RowsAsync() => (await CountAsync("a"), await HasTableAsync("b") ? await CountAsync("b") : -1);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Code_that_fails_after_a_change_of_the_schema_asks_what_became_of_it(bool isDone)
    {
        var error = await FailsAsync(MigrationFailure.PartlyApplied, CodeWithSchema(fails: true));
        Assert.Contains("2_move (DataAccess.Migrations.Tests.Runs.CodeMigration): FormatException: Then it stopped.", error.Message, StringComparison.Ordinal);
        Assert.Contains(Asks, error.Message, StringComparison.Ordinal);
        Assert.Equal((1, 1), await RowsAsync());
        Assert.Equal(MigrationState.Partial, (await NewMigrator(CodeWithSchema()).StatusAsync(Token)).Migrations[1].State);

        // It asks again, and runs nothing.
        Assert.Contains(Asks, (await FailsAsync(MigrationFailure.PartlyApplied, CodeWithSchema())).Message, StringComparison.Ordinal);
        Assert.Equal((1, 1), await RowsAsync());

        await NewMigrator(CodeWithSchema()).ResolveAsync("2", 1, isDone, Token);
        Assert.Equal(["2_move"], await UpAsync(CodeWithSchema()), StringComparer.Ordinal);
        Assert.Equal(isDone ? (1, 1) : (2, 2), await RowsAsync());
        Assert.Empty(await UpAsync(CodeWithSchema()));
        await NewMigrator(CodeWithSchema()).ValidateAsync(Token);
    }

    [Fact]
    public async Task Code_that_is_repeatable_runs_from_its_beginning()
    {
        var error = await FailsAsync(MigrationFailure.PartlyApplied, CodeWithSchema(isRepeatable: true, fails: true));
        Assert.Contains("it is repeatable, and runs from its beginning", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("resolve", error.Message, StringComparison.Ordinal);

        Assert.Equal(["2_move"], await UpAsync(CodeWithSchema(isRepeatable: true)), StringComparer.Ordinal);
        Assert.Equal((2, 2), await RowsAsync());
    }

    /// <summary>Killed before each call of a run in turn: it asks if and only if something may be in place, and rows are there once.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Killed_anywhere_code_is_rolled_back_or_asked_about(bool changesSchema)
    {
        var code = changesSchema ? CodeWithSchema() : Code(static async (context, ct) =>
        {
            await context.ExecuteAsync($"insert into a (n) values ({1})", ct);
            await context.ExecuteAsync($"insert into a (n) values ({2})", ct);
        });
        var calls = 0;
        await UpBeforeCallsAsync(_ => calls++);
        var expected = await RowsAsync();
        var asked = 0;
        for (var at = 0; at < calls; at++)
        {
            foreach (var table in new[] { "a", "b", "dataaccess_migrations", "dataaccess_migration_steps" })
            {
                await RunAsync($"drop table if exists {table}");
            }

            var left = at;
            await Assert.ThrowsAnyAsync<Exception>(() => UpBeforeCallsAsync(_ =>
            {
                if (left-- <= 0)
                {
                    throw new KilledException();
                }
            }));
            var rows = await HasTableAsync("a") ? await RowsAsync() : (0, -1);
            try
            {
                await UpAsync(code);
                Assert.Equal(expected, await RowsAsync());
            }
            catch (MigrationException exception)
            {
                Assert.Equal(MigrationFailure.PartlyApplied, exception.Failure);
                Assert.Contains(Asks, exception.Message, StringComparison.Ordinal);
                Assert.NotEqual((0, -1), rows);
                Assert.Equal(rows, await RowsAsync());
                asked++;
            }
        }

        Assert.Equal(changesSchema, asked > 0);

        async Task UpBeforeCallsAsync(Action<string> beforeCall)
        {
            var migrator = NewMigrator(options =>
            {
                code(options);
                options.LockRetryBudget = TimeSpan.FromMilliseconds(1);
            });
            migrator.BeforeCall = beforeCall;
            await migrator.UpAsync(cancellationToken: Token);
        }
    }

    /// <summary>As with files: the mistake is corrected, and nothing has to be resolved.</summary>
    [Fact]
    public async Task The_first_statement_is_rejected_and_leaves_nothing()
    {
        var error = await FailsAsync(MigrationFailure.RolledBack, Code(static async (context, ct) => await context.ExecuteAsync($"create table b (n nonsense)", ct)));
        Assert.Contains("No part of 2_move was applied.", error.Message, StringComparison.Ordinal);
        Assert.Equal(["2_move"], await UpAsync(CodeWithSchema()), StringComparer.Ordinal);
    }

    /// <summary>A statement that the server cannot read commits nothing; one that it rejects later does, and what follows is committed statement by statement.</summary>
    [Theory]
    [InlineData("create table b (n nonsense)", false)]
    [InlineData("alter table nowhere add column x int", true)]
    public async Task The_first_statement_is_rejected_and_the_code_goes_on(string rejected, bool commits)
    {
        var error = await FailsAsync(commits ? MigrationFailure.PartlyApplied : MigrationFailure.RolledBack, Code(async (context, ct) =>
        {
            await Assert.ThrowsAnyAsync<Exception>(async () => await context.ExecuteAsync(SqlStatement.Raw(rejected), ct));
            await context.ExecuteAsync($"insert into a (n) values ({1})", ct);
            throw new FormatException("Then it stopped.");
        }));
        Assert.Equal(commits, error.Message.Contains(Asks, StringComparison.Ordinal));
        Assert.Equal(commits ? 1 : 0, await CountAsync("a"));
        if (commits)
        {
            await NewMigrator().ResolveAsync("2", 1, isDone: false, Token);
        }

        Assert.Equal(["2_move"], await UpAsync(CodeWithSchema()), StringComparer.Ordinal);
    }

    [Fact]
    public async Task A_change_of_the_schema_is_refused_inside_a_savepoint()
    {
        var error = await FailsAsync(MigrationFailure.RolledBack, Code(static async (context, ct) => await context.InSavepointAsync(
            async inner =>
            {
                await context.ExecuteAsync($"insert into a (n) values ({1})", inner);
                await context.ExecuteAsync($"create table b (n int)", inner);
            },
            ct)));
        Assert.Contains("cannot be undone to a savepoint", error.Message, StringComparison.Ordinal);
        Assert.Equal((0, -1), await RowsAsync());
    }

    /// <summary>A deadlock rolls the whole transaction back, and what followed would be committed by itself.</summary>
    [Fact]
    public async Task Code_that_hides_a_lost_transaction_is_run_again_as_a_whole()
    {
        var attempts = 0;
        await UpAsync(Code(async (context, ct) =>
        {
            attempts++;
            await context.ExecuteAsync($"insert into a (n) values ({1})", ct);
            if (attempts == 1)
            {
                await Assert.ThrowsAnyAsync<Exception>(async () => await context.ExecuteAsync($"signal sqlstate '40001' set mysql_errno = 1213, message_text = 'Deadlock found'", ct));
                await Assert.ThrowsAsync<InvalidOperationException>(async () => await context.ExecuteAsync($"insert into a (n) values ({2})", ct));
            }
        }));

        Assert.Equal(2, attempts);
        Assert.All((await NewMigrator(options => options.CodeMigrations = [new CodeMigration("2_move", null!)]).StatusAsync(Token)).Migrations, static m => Assert.Equal(MigrationState.Applied, m.State));
        Assert.Equal([1], await Db.QueryAsync<int>($"select n from a", Token));
    }

    [Fact]
    public async Task A_change_of_the_schema_that_comes_first_is_tried_again_while_others_use_the_table()
    {
        var attempts = 0;
        var code = Code(async (context, ct) =>
        {
            attempts++;
            await context.ExecuteAsync($"alter table a add column x int", ct);
            await context.ExecuteAsync($"insert into a (n, x) values ({1}, {2})", ct);
        });
        await UpAsync();
        await using var other = await MigrationSession.OpenAsync(Db, Token);
        await other.ExecuteAsync(SqlStatement.Raw("start transaction"), Token);
        await other.ExecuteAsync(SqlStatement.Raw("select count(*) from a"), Token);
        var run = UpAsync(options =>
        {
            code(options);
            options.LockTimeout = TimeSpan.FromSeconds(1);
        });
        await Task.Delay(TimeSpan.FromSeconds(1.5), Token);
        await other.ExecuteAsync(SqlStatement.Raw("commit"), Token);

        Assert.Equal(["2_move"], await run, StringComparer.Ordinal);
        Assert.True(attempts > 1, "It was tried once only.");
        Assert.Equal([(1, 2)], await Db.QueryAsync<(int, int)>($"select n, x from a", Token));
    }

    /// <summary>The runner's own tables are not among those that are locked.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Code_that_leaves_tables_locked_tells_what_it_threw(bool throws)
    {
        var error = await FailsAsync(MigrationFailure.PartlyApplied, Code(async (context, ct) =>
        {
            await context.ExecuteAsync($"lock tables a write", ct);
            await context.ExecuteAsync($"insert into a (n) values ({1})", ct);
            if (throws)
            {
                throw new FormatException("Then it stopped.");
            }
        }));

        Assert.Contains(throws ? "FormatException: Then it stopped." : "was not locked with LOCK TABLES", error.Message, StringComparison.Ordinal);
        Assert.Contains(Asks, error.Message, StringComparison.Ordinal);
        Assert.Equal(throws, ChainOf(error).OfType<FormatException>().Any());
        await NewMigrator().ResolveAsync("2", 1, isDone: false, Token);
        Assert.Equal(["2_move"], await UpAsync(Code(static (_, _) => default)), StringComparer.Ordinal);
    }

    [Theory]
    [InlineData("lock tables a write")]
    [InlineData("set session transaction read only")]
    [InlineData("set @x = 1")]
    public async Task Code_whose_session_is_killed_tells_what_it_threw(string before)
    {
        var error = await FailsAsync(MigrationFailure.PartlyApplied, Code(async (context, ct) =>
        {
            await context.ExecuteAsync(SqlStatement.Raw(before), ct);
            await Assert.ThrowsAnyAsync<Exception>(async () => await context.ExecuteAsync($"kill connection_id()", ct));
            throw new FormatException("Then it stopped.");
        }));

        Assert.Contains("Then it stopped.", error.Message, StringComparison.Ordinal);
    }

    private static IEnumerable<Exception> ChainOf(Exception exception)
    {
        for (var current = exception; current is not null; current = current.InnerException)
        {
            yield return current;
        }
    }
}
