using System.Diagnostics;
using DataAccess.Conformance;
using DataAccess.Mapping;
using DataAccess.Migrations.History;
using DataAccess.Migrations.Tests.Cli;

namespace DataAccess.Migrations.Tests.Crash;

/// <summary>
/// SQLite runs inside the process, so nothing can stop it from outside; but what has not run yet may still be edited. So the
/// file first has a statement without end at one place, the process is killed in it, and then the file is put right.
/// </summary>
public sealed class SqliteCrashTests() : CrashSuite(new SqliteEngine())
{
    /// <summary>Known only after ages: a text of millions is compared from each of millions of places. Allowed where no subquery is.</summary>
    private const string Endless = "instr(hex(zeroblob(4000000)), hex(zeroblob(2000000)) || '1')";

    private const string Numbers = "with recursive n(x) as (select 1 union all select x + 1 from n)";

    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);

    /// <summary>Longer than anything but the endless statement takes.</summary>
    private static readonly TimeSpan AtIt = TimeSpan.FromMilliseconds(200);

    /// <summary>The ten statements, each as one that does its work without end; null for the view, which is made without looking at a row.</summary>
    private static readonly string?[] WithoutEnd =
    [
        $"create table a as select 1 as id where {Endless}",
        $"{Numbers} insert into a select x, x from n",
        $"alter table a add column y int check ({Endless})",
        $"update a set y = 1, x = x + 10 where {Endless}",
        $"create index a_x on a (x) where {Endless}",
        $"create table b as select 1 as n where {Endless}",
        $"{Numbers} insert into b select x from n",
        null,
        $"create table c as select x, y from a where {Endless}",
        $"insert into b select 42 where {Endless}",
    ];

    [Theory]
    [InlineData(MigrationTransaction.File)]
    [InlineData(MigrationTransaction.None)]
    public async Task A_runner_killed_in_any_statement_leaves_what_up_brings_to_its_end(MigrationTransaction transaction)
    {
        var expected = await UndisturbedAsync(transaction);
        for (var step = 0; step < WithoutEnd.Length; step++)
        {
            if (WithoutEnd[step] is { } endless)
            {
                await KillAndRecoverAsync([.. Statements(transaction).Take(step), endless], transaction, expected);
            }
        }
    }

    [Theory]
    [InlineData(MigrationTransaction.File)]
    [InlineData(MigrationTransaction.None)]
    public async Task A_runner_killed_before_or_after_any_statement_leaves_what_up_brings_to_its_end(MigrationTransaction transaction)
    {
        var expected = await UndisturbedAsync(transaction);
        for (var step = 0; step <= WithoutEnd.Length; step++)
        {
            await KillAndRecoverAsync([.. Statements(transaction).Take(step), $"{Numbers} select count(*) from n"], transaction, expected);
        }
    }

    protected override async Task<string> DumpAsync(Database database)
        => string.Join('\n', await database.QueryAsync<string>(
            $"""
            select sql as line from sqlite_schema where sql is not null
            union all select format('a: %s %s %s', id, x, y) from a
            union all select format('b: %s', n) from b
            union all select format('c: %s %s', x, y) from c
            union all select format('history: %s %s', migration, state) from dataaccess_migrations
            order by 1
            """,
            Token));

    private Task KillAndRecoverAsync(string[] statements, MigrationTransaction transaction, string expected)
        => WithDatabaseAsync(Engine, transaction, async (url, database) =>
        {
            WriteMigration(statements);
            var done = transaction == MigrationTransaction.None ? statements.Length - 1 : 0;
            using var process = CliProcess.Start(UpArguments(url, transaction));
            try
            {
                await WaitUntilAtItAsync(process, database, done);
            }
            finally
            {
                process.Kill();
            }

            await process.WaitForExitAsync(Token);
            Assert.Equal(done, await DoneAsync(database));
            WriteMigration(Statements(transaction));
            Assert.False(await RecoverAsync(url, database, transaction));
            var actual = await DumpAsync(database);
            Assert.True(expected == actual, $"Killed in '{statements[^1]}', {transaction}: {actual}");
        });

    /// <summary>Everything before is done, and the process computes.</summary>
    private static async Task WaitUntilAtItAsync(Process process, Database database, int done)
    {
        var started = Stopwatch.GetTimestamp();
        var computed = TimeSpan.MaxValue;
        while (computed == TimeSpan.MaxValue || process.TotalProcessorTime - computed < AtIt)
        {
            Assert.False(process.HasExited, "The process ended by itself.");
            Assert.True(Stopwatch.GetElapsedTime(started) < Deadline, "The process never came to the statement.");
            if (computed == TimeSpan.MaxValue && await DoneAsync(database) == done)
            {
                computed = process.TotalProcessorTime;
            }

            await Task.Delay(5, Token);
            process.Refresh();
        }
    }

    /// <summary>How many steps are in the journal as done; -1 before the journal is there.</summary>
    private static async Task<int> DoneAsync(Database database)
        => (await database.DescribeTableAsync(new TableName(MigrationHistory.StepTable), Token)).Count == 0
            ? -1
            : await database.QuerySingleAsync<int>($"select count(*) from dataaccess_migration_steps where state = 'done'", Token);
}
