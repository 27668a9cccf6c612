using System.Globalization;
using System.Text;

namespace DataAccess.Migrations.Tests.Runs;

/// <summary>Files that are too large to be held.</summary>
public abstract partial class MigrationSuite
{
    /// <summary>Statements of a file of more than a megabyte, each of which a run sends by itself.</summary>
    private const int LargeCount = 300;

    private static string LargeText(int bad = -1, string before = "", string after = "")
    {
        var text = new StringBuilder(before).Append("create table a (x int not null primary key, y varchar(8000) not null);\n");
        for (var i = 0; i < LargeCount; i++)
        {
            text.Append(CultureInfo.InvariantCulture, $"insert into a values ({(i == bad ? 0 : i)}, '{new string('é', 2_500)}');\n");
        }

        return text.Append(after).ToString();
    }

    [Theory]
    [InlineData(MigrationTransaction.File)]
    [InlineData(MigrationTransaction.None)]
    public async Task A_large_file_is_applied(MigrationTransaction transaction)
    {
        Write("1_a.sql", LargeText());

        Assert.Equal(["1_a"], await UpAsync(o => o.Transaction = transaction), StringComparer.Ordinal);

        Assert.Equal(LargeCount, await CountAsync("a"));
        Assert.Equal(LargeCount, await Db.QuerySingleAsync<long>($"select count(*) from a where y = {new string('é', 2_500)}", Token));
        Assert.Equal([MigrationState.Applied], await StatesAsync());
        Assert.Empty(await UpAsync());
    }

    [Fact]
    public async Task A_large_file_that_fails_in_its_middle_says_where_and_goes_on_there()
    {
        Write("1_a.sql", LargeText(bad: 200));

        var error = await Assert.ThrowsAsync<MigrationException>(() => UpAsync(o => o.Transaction = MigrationTransaction.None));
        Assert.StartsWith("1_a.sql:202", error.Message, StringComparison.Ordinal);
        Assert.Equal(200, await CountAsync("a"));

        Write("1_a.sql", LargeText());
        Assert.Equal(["1_a"], await UpAsync(o => o.Transaction = MigrationTransaction.None), StringComparer.Ordinal);
        Assert.Equal(LargeCount, await CountAsync("a"));
    }

    [Fact]
    public async Task What_the_journal_keeps_of_a_long_statement_ends_with_a_whole_character()
    {
        for (var i = 494; i < 506; i++)
        {
            var insert = "insert into a (x) values ('";
            Write($"{i}_a.sql", $"-- dataaccess: no-transaction\n{(i == 494 ? "create table a (x varchar(900));\n" : "")}{insert}{new string('a', i - insert.Length)}😀 and more of it {new string('b', 60)}');\n");
        }

        var script = MigrationScripter.Script(Kind, new MigrationOptions { Directory = Folder });
        Assert.Equal(12, (await UpAsync()).Length);

        Assert.Equal(12, await Db.QuerySingleAsync<long>($"select count(*) from a where x like {"%😀 and more of it%"}", Token));
        Assert.Equal(12, await Db.QuerySingleAsync<long>($"select count(*) from dataaccess_migration_steps where statement like {"insert%…"}", Token));
        Assert.Equal(script, System.Text.Encoding.UTF8.GetString(System.Text.Encoding.UTF8.GetBytes(script)), StringComparer.Ordinal);
    }

    [Fact]
    public async Task A_step_of_a_large_file_that_ran_must_not_change()
    {
        Write("1_a.sql", LargeText(bad: 200));
        await Assert.ThrowsAsync<MigrationException>(() => UpAsync(o => o.Transaction = MigrationTransaction.None));

        Write("1_a.sql", LargeText().Replace("values (7, 'é", "values (7, 'e", StringComparison.Ordinal));
        var error = await FailsAsync(MigrationFailure.Validation, o => o.Transaction = MigrationTransaction.None);
        Assert.Contains("step 9", error.Message, StringComparison.Ordinal);
        Assert.Contains("has already run, and has changed since then", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(MigrationTransaction.File)]
    [InlineData(MigrationTransaction.None)]
    public async Task A_large_file_that_is_changed_while_it_runs_stops_the_run_and_goes_on_once_it_is_restored(MigrationTransaction transaction)
    {
        Write("1_a.sql", LargeText());
        var changing = new Changing(() => File.AppendAllText(Path.Combine(Folder, "1_a.sql"), "-- more\n"));

        var error = await Assert.ThrowsAsync<MigrationException>(async () => await NewMigrator(o => o.Transaction = transaction).UpAsync(progress: changing, cancellationToken: Token));

        Assert.Contains("1_a.sql: the file was changed while the command read it", error.Message, StringComparison.Ordinal);
        Assert.NotEqual([MigrationState.Applied], await StatesAsync());
        Write("1_a.sql", LargeText());
        Assert.Equal(["1_a"], await UpAsync(o => o.Transaction = transaction), StringComparer.Ordinal);
        Assert.Equal(LargeCount, await CountAsync("a"));
    }

    /// <summary>Changes the file once a part of it has run.</summary>
    private sealed class Changing(Action change) : IProgress<MigrationProgress>
    {
        public void Report(MigrationProgress value)
        {
            if (value is { Step: 50, Completed: null })
            {
                change();
            }
        }
    }

    [Fact]
    public async Task A_large_file_may_have_its_own_transaction()
    {
        Write("1_a.sql", "create table b (x int);");
        Write("2_b.sql", LargeText(before: Db.Provider.SystemName == "mysql" ? "" : "begin;\n", after: Db.Provider.SystemName == "mysql" ? "" : "commit;\n"));

        var planned = await NewMigrator().PlanAsync(cancellationToken: Token);
        Assert.Equal(LargeCount + 1, planned[1].Statements.Count);
        Assert.StartsWith("create table a", planned[1].Statements[0], StringComparison.Ordinal);
        Assert.EndsWith("é')", planned[1].Statements[^1], StringComparison.Ordinal);
        Assert.Equal(["1_a", "2_b"], await UpAsync(), StringComparer.Ordinal);
        Assert.Equal(LargeCount, await CountAsync("a"));
    }
}
