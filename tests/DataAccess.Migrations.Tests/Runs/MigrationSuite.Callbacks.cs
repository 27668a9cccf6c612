namespace DataAccess.Migrations.Tests.Runs;

public abstract partial class MigrationSuite
{
    private static readonly string[] OneRun = ["before-run", "before-each", "1", "after-each", "before-each", "2", "after-each", "before-each", "3", "after-each", "after-run"];

    private static string Note(string what) => $"insert into log select coalesce(max(n), 0) + 1, '{what}' from log;";

    private async Task<string[]> LogAsync() => [.. await Db.QueryAsync<string>($"select what from log order by n", Token)];

    /// <summary>Callbacks and three files that write what has run; the last two would share a commit.</summary>
    private async Task WriteWithCallbacksAsync()
    {
        await RunAsync("create table log (n int not null primary key, what varchar(50) not null)");
        foreach (var name in new[] { "before-run", "before-each", "after-each", "after-run" })
        {
            Write($"{name}.sql", Note(name));
        }

        Write("1_a.sql", $"create table a (n int not null);\n{Note("1")}");
        Write("1_a.down.sql", $"drop table a;\n{Note("down")}");
        Write("2_b.sql", Note("2"));
        Write("3_c.sql", Note("3"));
    }

    [Theory]
    [InlineData(MigrationTransaction.File)]
    [InlineData(MigrationTransaction.None)]
    [InlineData(MigrationTransaction.All)]
    public async Task Callbacks_run_around_the_run_and_around_each_migration(MigrationTransaction transaction)
    {
        await WriteWithCallbacksAsync();
        if (transaction == MigrationTransaction.All && !RollsBack)
        {
            Write("1_a.sql", Note("1"));
        }

        Assert.Equal(["1_a", "2_b", "3_c"], await UpAsync(o => o.Transaction = transaction), StringComparer.Ordinal);
        Assert.Equal(OneRun, await LogAsync(), StringComparer.Ordinal);

        // They have no rows in the history, and run with every run, as with Flyway.
        Assert.Equal(3, await CountAsync("dataaccess_migrations"));
        Assert.Empty(await UpAsync(o => o.Transaction = transaction));
        Assert.Equal(["before-run", "after-run"], (await LogAsync())[OneRun.Length..], StringComparer.Ordinal);
        await NewMigrator().ValidateAsync(Token);
    }

    [Fact]
    public async Task Callbacks_run_around_what_is_undone()
    {
        await WriteWithCallbacksAsync();
        File.Delete(Path.Combine(Folder, "2_b.sql"));
        File.Delete(Path.Combine(Folder, "3_c.sql"));
        await UpAsync();
        await RunAsync("delete from log");

        Assert.Single(await NewMigrator().DownAsync(cancellationToken: Token));

        Assert.Equal(["before-run", "before-each", "down", "after-each", "after-run"], await LogAsync(), StringComparer.Ordinal);
    }

    /// <summary>Alone, each pair of these files shares a commit, and neither is passed over by the callbacks.</summary>
    [Fact]
    public async Task Files_that_would_share_a_commit_have_their_callbacks()
    {
        await WriteWithCallbacksAsync();
        Write("1_a.sql", "insert into log values (100, '1');");
        Write("2_b.sql", "insert into log values (200, '2');");
        Write("3_c.sql", "insert into log values (300, '3');");

        await UpAsync();

        Assert.Equal(OneRun, await LogAsync(), StringComparer.Ordinal);
    }

    [Theory]
    [InlineData("before-each.sql", false)]
    [InlineData("after-each.sql", false)]
    [InlineData("before-each.sql", true)]
    [InlineData("after-each.sql", true)]
    public async Task A_callback_that_fails_fails_its_migration_and_the_next_run_goes_on(string file, bool isStepped)
    {
        await WriteWithCallbacksAsync();
        Write(file, "\n" + Note(Path.GetFileNameWithoutExtension(file)) + "\ninsert into nowhere values (1);");
        void Configure(MigrationOptions options) => options.Transaction = isStepped ? MigrationTransaction.None : MigrationTransaction.File;
        var isJournaled = isStepped || !RollsBack;
        var remains = isJournaled && file.StartsWith("after", StringComparison.Ordinal);

        var error = await FailsAsync(remains ? MigrationFailure.PartlyApplied : MigrationFailure.RolledBack, Configure);

        Assert.StartsWith($"{file}:3:", error.Message, StringComparison.Ordinal);
        Assert.Contains("    insert into nowhere values (1)", error.Message, StringComparison.Ordinal);
        Assert.Contains(remains ? $"All statements of 1_a are in place and remain. Correct {file}" : isJournaled ? "No part of 1_a was applied." : "1_a was rolled back.", error.Message, StringComparison.Ordinal);
        Assert.Equal(remains, await HasTableAsync("a"));
        Assert.Equal(remains ? MigrationState.Partial : MigrationState.Pending, (await StatesAsync())[0]);

        Write(file, Note(Path.GetFileNameWithoutExtension(file)));
        await RunAsync("delete from log");
        Assert.Equal(["1_a", "2_b", "3_c"], await UpAsync(Configure), StringComparer.Ordinal);
        Assert.Equal(remains ? OneRun.Where(static what => what != "1") : OneRun, await LogAsync(), StringComparer.Ordinal);
        Assert.All(await StatesAsync(), static state => Assert.Equal(MigrationState.Applied, state));
        Assert.Empty(await UpAsync());
    }

    [Fact]
    public async Task What_a_callback_did_with_a_migration_is_rolled_back_with_it()
    {
        await WriteWithCallbacksAsync();
        Write("1_a.sql", $"{Note("1")}\ninsert into nowhere values (1);");

        await FailsAsync(MigrationFailure.RolledBack);

        Assert.Equal(["before-run"], await LogAsync(), StringComparer.Ordinal);
    }

    [Fact]
    public async Task A_callback_of_the_run_that_fails_says_what_is_true_of_its_migrations()
    {
        await WriteWithCallbacksAsync();
        Write("before-run.sql", $"{Note("x")}\ninsert into nowhere values (1);");
        var first = await FailsAsync(MigrationFailure.RolledBack);
        Assert.StartsWith("before-run.sql:2:", first.Message, StringComparison.Ordinal);
        Assert.Contains("before-run.sql was rolled back. No migration was run.", first.Message, StringComparison.Ordinal);
        Assert.Empty(await LogAsync());

        Write("before-run.sql", $"-- dataaccess: no-transaction\n{Note("x")}\ninsert into nowhere values (1);");
        var apart = await FailsAsync(MigrationFailure.PartlyApplied);
        Assert.Contains("The first 1 of 2 statements of before-run.sql are in place and remain; the next run begins with the first. No migration was run.", apart.Message, StringComparison.Ordinal);
        Assert.Equal(["x"], await LogAsync(), StringComparer.Ordinal);

        Write("before-run.sql", Note("before-run"));
        Write("after-run.sql", "insert into nowhere values (1);");
        var last = await FailsAsync(MigrationFailure.RolledBack);
        Assert.Contains("after-run.sql was rolled back. The migrations of this run are applied and remain.", last.Message, StringComparison.Ordinal);
        Assert.All(await StatesAsync(), static state => Assert.Equal(MigrationState.Applied, state));
    }

    [Fact]
    public async Task An_engines_own_callback_wins_and_names_that_are_none_are_refused()
    {
        await WriteWithCallbacksAsync();
        var other = Db.Provider.SystemName == "sqlite" ? "mysql" : "sqlite";
        Write($"before-run.{Db.Provider.SystemName}.sql", Note("own ${what}"));
        Write($"before-run.{other}.sql", "this is not for this engine;");
        await UpAsync(o => o.Placeholders = new Dictionary<string, string>(StringComparer.Ordinal) { ["what"] = "filled" });
        Assert.Equal("own filled", (await LogAsync())[0]);

        File.Delete(Path.Combine(Folder, $"before-run.{Db.Provider.SystemName}.sql"));
        Write("before-all.sql", "select 1;");
        Write("afterMigrate.sql", "select 1;");
        Write("after-each.down.sql", "select 1;");
        Write("before-each.sql", "-- dataaccess: no-transaction\nselect 1;");
        Write("after-run.sql", "");
        var error = await FailsAsync(MigrationFailure.Validation);
        Assert.Contains("before-all.sql: there is no such callback. The callbacks are before-run.sql, before-each.sql, after-each.sql, after-run.sql; the name of a migration begins with its version.", error.Problems, StringComparer.Ordinal);
        Assert.Contains(error.Problems, static p => p.StartsWith("afterMigrate.sql: there is no such callback.", StringComparison.Ordinal));
        Assert.Contains(error.Problems, static p => p.StartsWith("after-each.down.sql: there is no such callback.", StringComparison.Ordinal));
        Assert.Contains(error.Problems, static p => p.StartsWith("before-each.sql: it runs as part of each migration, by that one's directives.", StringComparison.Ordinal));
        Assert.Contains(error.Problems, static p => p.StartsWith("after-run.sql: the file is empty", StringComparison.Ordinal));
        Assert.Equal(5, error.Problems.Count);
    }

    [Theory]
    [InlineData("before-run.sql", "commit;")]
    [InlineData("before-each.sql", "begin;")]
    public async Task A_callback_does_not_end_transactions(string file, string sql)
    {
        await WriteWithCallbacksAsync();
        Write(file, sql);
        Assert.Contains($"{file}:1: '{sql[..^1]}' begins or ends a transaction", (await FailsAsync(MigrationFailure.Validation)).Message, StringComparison.Ordinal);
        Assert.Empty(await LogAsync());
    }

    [Fact]
    public async Task Settings_of_a_callback_are_those_of_the_migration_that_it_is_part_of()
    {
        var (set, get) = Db.Provider.SystemName switch
        {
            "postgresql" => ("set application_name = 'callback'", "current_setting('application_name')"),
            "mysql" => ("set @seen = 'callback'", "coalesce(@seen, '')"),
            _ => ("select 1", "'callback'"),
        };
        await RunAsync("create table log (n int not null primary key, what varchar(50) not null)");
        Write("before-each.sql", set + ";");
        Write("1_a.sql", $"insert into log select 1, {get};");
        Write("2_b.sql", $"insert into log select 2, {get};");

        await UpAsync();

        Assert.Equal(["callback", "callback"], await LogAsync(), StringComparer.Ordinal);
    }

    [Fact]
    public async Task Callbacks_run_around_backfills_and_migrations_in_code()
    {
        await WriteWithCallbacksAsync();
        Write("2_b.sql", "-- dataaccess: backfill table=a key=n batch=2\nupdate a set n = n + 10 where n between :from and :to;");
        await UpAsync(o =>
        {
            File.Delete(Path.Combine(Folder, "3_c.sql"));
            o.CodeMigrations = [new CodeMigration("3_c", static async (context, ct) => await context.ExecuteAsync(SqlStatement.Raw(Note("3").TrimEnd(';')), ct))];
        });

        Assert.Equal(OneRun.Where(static what => what != "2"), await LogAsync(), StringComparer.Ordinal);
    }

    [Fact]
    public async Task Plan_and_script_have_the_callbacks()
    {
        await WriteWithCallbacksAsync();
        File.Delete(Path.Combine(Folder, "1_a.down.sql"));
        Write("3_c.sql", "-- dataaccess: no-transaction\n" + Note("3"));
        var plan = await NewMigrator().PlanAsync(cancellationToken: Token);
        Assert.Equal(["before-run", "1_a", "2_b", "3_c", "after-run"], plan.Select(static p => p.Name), StringComparer.Ordinal);
        Assert.Equal([PlannedAction.Callback, PlannedAction.Apply, PlannedAction.Apply, PlannedAction.Apply, PlannedAction.Callback], plan.Select(static p => p.Action));
        Assert.StartsWith("-- before-each.sql:1\ninsert into log", plan[1].Statements[0], StringComparison.Ordinal);
        Assert.StartsWith("-- after-each.sql:1\ninsert into log", plan[1].Statements[^1], StringComparison.Ordinal);
        Assert.Equal(4, plan[1].Statements.Count);

        foreach (var isIdempotent in Db.Provider.SystemName == "sqlite" ? [false] : new[] { false, true })
        {
            var script = MigrationScripter.Script(Kind, new MigrationOptions { Directory = Folder }, idempotent: isIdempotent);
            await OnAnotherDatabaseAsync(async other =>
            {
                await other.ExecuteAsync($"create table log (n int not null primary key, what varchar(50) not null)", Token);
                await RunScriptAsync(other, script);
                Assert.Equal(OneRun, await other.QueryAsync<string>($"select what from log order by n", Token), StringComparer.Ordinal);
            });
        }
    }
}
