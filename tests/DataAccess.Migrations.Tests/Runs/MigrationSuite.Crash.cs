using DataAccess.Mapping;

namespace DataAccess.Migrations.Tests.Runs;

public abstract partial class MigrationSuite
{
    /// <summary>Ten statements of different kinds, none of which may run twice or be left out unnoticed.</summary>
    private static readonly string[] TenStatements =
    [
        "create table a (id int primary key, x int)",
        "insert into a values (1, 1), (2, 2)",
        "alter table a add column y int",
        "update a set y = coalesce(y, 0) + 1, x = x + 10",
        "create index a_x on a (x)",
        "create table b (n int)",
        "insert into b select count(*) from a",
        "create view v as select x, y from a",
        "alter table a add column z int",
        "insert into b values (42)",
    ];

    [Theory]
    [InlineData(MigrationTransaction.File)]
    [InlineData(MigrationTransaction.None)]
    public async Task Killed_before_any_call_the_next_run_ends_as_an_undisturbed_one(MigrationTransaction transaction)
    {
        var script = string.Join(";\n", TenStatements) + ";\n";
        var isConcurrent = Db.Provider.SystemName == "postgresql" && transaction == MigrationTransaction.None;
        Write("1_ten.sql", isConcurrent ? script.Replace("create index", "create index concurrently", StringComparison.Ordinal) : script);
        await KillBeforeEachCallAsync(transaction);
    }

    /// <summary>What one file leaves to be written may be written with the next, and the last three may share a commit.</summary>
    [Fact]
    public async Task Killed_between_files_the_next_run_ends_as_an_undisturbed_one()
    {
        string[] statements = [.. TenStatements, "insert into b values (43)", "insert into b values (44)"];
        for (var i = 0; i < statements.Length; i++)
        {
            Write($"{i + 1}_one.sql", statements[i]);
        }

        await KillBeforeEachCallAsync(MigrationTransaction.File);
    }

    /// <summary>Each file begins with a new session, to which the lock goes over: nothing is lost or run twice wherever that ends.</summary>
    [Theory]
    [InlineData(MigrationTransaction.File)]
    [InlineData(MigrationTransaction.None)]
    public async Task Killed_while_a_new_session_takes_the_lock_the_next_run_ends_as_an_undisturbed_one(MigrationTransaction transaction)
    {
        for (var i = 0; i < 3; i++)
        {
            Write($"{i + 1}_some.sql", string.Join(";\n", [ChangesSession, .. i < 2 ? TenStatements.Skip(i * 2).Take(2) : TenStatements.Skip(4)]));
        }

        await KillBeforeEachCallAsync(transaction);
    }

    private async Task KillBeforeEachCallAsync(MigrationTransaction transaction)
    {
        var calls = new List<string>();
        await UpWatchedAsync(transaction, Db, calls.Add);
        var expected = await StateOfAsync(Db);
        Assert.EndsWith("\n0 steps not done", expected, StringComparison.Ordinal);
        Assert.True(calls.Count >= 10, $"only {calls.Count} calls were watched");

        for (var survived = 0; survived < calls.Count; survived++)
        {
            var other = await Engine.CreateDatabaseAsync();
            await using (var database = Engine.Open(other))
            {
                var left = survived;
                await Assert.ThrowsAnyAsync<Exception>(() => UpWatchedAsync(transaction, database, _ =>
                {
                    if (left-- <= 0)
                    {
                        throw new KilledException();
                    }
                }));
                await UpWatchedAsync(transaction, database, static _ => { });
                Assert.Equal(expected, await StateOfAsync(database));
            }

            await Engine.DropDatabaseAsync(other);
            File.Delete(other.Replace("sqlite:", "", StringComparison.Ordinal) + ".migrate-lock");
        }
    }

    [Fact]
    public async Task Statements_that_ran_may_not_be_edited_before_the_run_goes_on()
    {
        Write("1_a.sql", "create table a (x int);\ninsert into a values (1);\ninsert into a values (2);");
        await Assert.ThrowsAnyAsync<Exception>(() => UpWatchedAsync(MigrationTransaction.None, Db, KillAfter("insert into a values (1)", isRecorded: true)));
        Write("1_a.sql", "create table a (x bigint);\ninsert into a values (1);\ninsert into a values (2);");

        var error = await FailsAsync(MigrationFailure.Validation);

        Assert.Contains("1_a.sql: step 1 (it was on line 1) has already run", error.Message, StringComparison.Ordinal);
        Write("1_a.sql", "create table a (x int);\ninsert into a values (1);\ninsert into a values (3);");
        await UpAsync();
        Assert.Equal([1, 3], await Db.QueryAsync<int>($"select x from a order by x", Token));
    }

    /// <summary>Ends the run at the first call after the statement, or at the first after its record.</summary>
    protected static Action<string> KillAfter(string statement, bool isRecorded)
    {
        var seen = false;
        return call =>
        {
            if (seen && !(isRecorded && call.Contains("dataaccess_migration_steps", StringComparison.Ordinal)))
            {
                throw new KilledException();
            }

            seen |= call == statement;
        };
    }

    protected async Task UpWatchedAsync(MigrationTransaction transaction, Database database, Action<string> beforeCall)
    {
        var migrator = NewMigrator(
            options =>
            {
                options.Transaction = transaction;
                options.LockRetryBudget = TimeSpan.FromMilliseconds(1);
            },
            database);
        var isDead = false;
        migrator.BeforeCall = call =>
        {
            try
            {
                beforeCall(isDead ? throw new KilledException() : call);
            }
            catch (KilledException)
            {
                isDead = true;
                throw;
            }
        };
        await migrator.UpAsync(cancellationToken: Token);
    }

    /// <summary>Columns and rows of everything the ten statements make, and what the history says.</summary>
    private static async Task<string> StateOfAsync(Database database)
    {
        var state = new List<string>();
        foreach (var table in new[] { "a", "b", "v" })
        {
            var columns = await database.DescribeTableAsync(new TableName(table), Token);
            state.Add($"{table}: {string.Join(", ", columns.Select(static c => $"{c.Name} {c.DatabaseType}"))}");
        }

        state.Add(string.Join(' ', await database.QueryAsync<long>($"select id * 1000 + x from a order by id", Token)));
        state.Add(string.Join(' ', await database.QueryAsync<long>($"select n from b order by n", Token)));
        state.Add(string.Join(' ', await database.QueryAsync<long>($"select x * 1000 + y from v order by x", Token)));
        state.Add(await database.QuerySingleAsync<string>($"select min(state) from dataaccess_migrations", Token));
        state.Add($"{await database.QuerySingleAsync<long>($"select count(*) from dataaccess_migrations", Token)} migrations");
        state.Add($"{await database.QuerySingleAsync<long>($"select count(*) from dataaccess_migration_steps where state <> 'done' or done_at is null", Token)} steps not done");
        return string.Join('\n', state);
    }
}
