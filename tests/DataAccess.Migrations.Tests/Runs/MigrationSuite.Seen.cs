namespace DataAccess.Migrations.Tests.Runs;

/// <summary>What a run says while it runs, and when it fails.</summary>
public abstract partial class MigrationSuite
{
    /// <summary>A statement that fails at the end of its text, at the name that it does not know.</summary>
    private const string Bad = "update a set x = x + nowhere";

    private async Task CreateTableAsync()
    {
        Write("1_a.sql", "create table a (x int not null);");
        await UpAsync();
    }

    protected sealed class Seen : IProgress<MigrationProgress>
    {
        public List<MigrationProgress> All { get; } = [];

        public List<string> Completed => [.. All.Where(static p => p.Completed is not null).Select(static p => (p.Completed!.IsUndone ? "-" : "+") + p.Completed.Name)];

        public List<MigrationNotice> Notices => [.. All.Where(static p => p.Notice is not null).Select(static p => p.Notice!)];

        public void Report(MigrationProgress value) => All.Add(value);
    }

    [Theory]
    [InlineData(MigrationTransaction.File)]
    [InlineData(MigrationTransaction.None)]
    public async Task Each_migration_is_reported_when_it_is_applied_and_a_failure_says_what_was_before(MigrationTransaction transaction)
    {
        Write("1_a.sql", "create table a (x int not null primary key);");
        Write("2_b.sql", "insert into a values (1);");
        Write("3_c.sql", "insert into a values (2);");
        Write("4_d.sql", $"insert into a values (3);\n{Bad};");
        var seen = new Seen();

        var error = await Assert.ThrowsAsync<MigrationException>(async () => await NewMigrator(o => o.Transaction = transaction).UpAsync(progress: seen, cancellationToken: Token));

        Assert.Equal(["+1_a", "+2_b", "+3_c"], seen.Completed, StringComparer.Ordinal);
        Assert.Equal(["1_a", "2_b", "3_c"], error.Applied.Select(static m => m.Name), StringComparer.Ordinal);
        Assert.Empty(error.Undone);
        Assert.EndsWith("Before it, this run applied 1_a, 2_b, 3_c.", error.Message, StringComparison.Ordinal);
        Assert.All(seen.All, static p => Assert.Equal(4, p.Files));
        Assert.Equal([1, 1, 2, 2, 3, 3, 4, 4], seen.All.Select(static p => p.File).Order());
        Assert.True(seen.All.FindIndex(static p => p.Completed?.Name == "1_a") < seen.All.FindIndex(static p => p.Migration == "2_b"));
    }

    [Fact]
    public async Task Files_that_share_a_commit_are_reported_when_it_is_done_and_not_when_it_failed()
    {
        Write("1_a.sql", "create table a (x int not null primary key);");
        Write("2_b.sql", "insert into a values (1);");
        Write("3_c.sql", "insert into a values (2);");
        Write("4_d.sql", "insert into a values (2);");
        Write("5_e.sql", "insert into a values (3);");
        var seen = new Seen();

        var error = await Assert.ThrowsAsync<MigrationException>(async () => await NewMigrator().UpAsync(progress: seen, cancellationToken: Token));

        Assert.Equal(["+1_a", "+2_b", "+3_c"], seen.Completed, StringComparer.Ordinal);
        Assert.Equal(["1_a", "2_b", "3_c"], error.Applied.Select(static m => m.Name), StringComparer.Ordinal);
        Assert.StartsWith("4_d.sql:1", error.Message, StringComparison.Ordinal);
        Assert.Equal(("4_d.sql", 1), (error.Place?.Path, error.Place?.Line));
    }

    [Fact]
    public async Task Nothing_is_reported_of_what_is_rolled_back_together()
    {
        await CreateTableAsync();
        Write("2_b.sql", "insert into a values (1);");
        Write("3_c.sql", Bad + ";");
        var seen = new Seen();

        var error = await Assert.ThrowsAsync<MigrationException>(
            async () => await NewMigrator(static o => o.Transaction = MigrationTransaction.All).UpAsync(progress: seen, cancellationToken: Token));

        Assert.Empty(seen.Completed);
        Assert.Empty(error.Applied);
        Assert.DoesNotContain("Before it", error.Message, StringComparison.Ordinal);
        File.Delete(Path.Combine(Folder, "3_c.sql"));
        await NewMigrator(static o => o.Transaction = MigrationTransaction.All).UpAsync(progress: seen, cancellationToken: Token);
        Assert.Equal(["+2_b"], seen.Completed, StringComparer.Ordinal);
    }

    [Fact]
    public async Task What_was_undone_before_a_failure_is_said()
    {
        Write("1_a.sql", "create table a (x int not null);");
        Write("1_a.down.sql", "drop table a;");
        Write("2_b.sql", "insert into a values (1);");
        Write("2_b.down.sql", Bad + ";");
        Write("3_c.sql", "insert into a values (2);");
        Write("3_c.down.sql", "delete from a where x = 2;");
        await UpAsync();
        var seen = new Seen();

        var error = await Assert.ThrowsAsync<MigrationException>(async () => await NewMigrator().DownAsync(0, seen, Token));

        Assert.Equal(["-3_c"], seen.Completed, StringComparer.Ordinal);
        Assert.Equal(["3_c"], error.Undone.Select(static m => m.Name), StringComparer.Ordinal);
        Assert.Empty(error.Applied);
        Assert.Equal(1, Assert.Single(error.Undone).Rows);
        Assert.EndsWith("Before it, this run undid 3_c.", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Bad, 1, 22)]
    [InlineData("\uFEFF" + Bad, 1, 22)]
    [InlineData("-- x\r\n\r\n\t" + Bad, 3, 23)]
    [InlineData("select 1; select 2;  " + Bad, 1, 43)]
    [InlineData("update a\n\tset x = x -- \U0001F600\n/* \u65E5\u672C \U0001F468\u200D\U0001F469\u200D\U0001F467 */ + nowhere", 3, 18)]
    [InlineData("update a set x = x + ${value} + nowhere", 1, 33)]
    [InlineData("select ${lines};\nupdate a set x = ${value} + nowhere where x > ${value}", 2, 29)]
    [InlineData("update a set\r\n x = ${lines}\r\n + nowhere", 3, 4)]
    public async Task A_failure_names_line_and_column(string script, int line, int column)
    {
        await CreateTableAsync();
        Write("2_b.sql", script + ";\n");

        var error = await FailsAsync(
            MigrationFailure.RolledBack,
            static o => o.Placeholders = new Dictionary<string, string>(StringComparer.Ordinal) { ["value"] = "12345", ["lines"] = "/* one\ntwo */\n 4 -- three\n" });

        Assert.Equal(new MigrationPlace("2_b.sql", line, column), error.Place);
        Assert.StartsWith(FormattableString.Invariant($"2_b.sql:{line}:{column}: "), error.Message, StringComparison.Ordinal);
        var shown = error.Message.Split(Environment.NewLine);
        Assert.Contains("nowhere", shown[1], StringComparison.Ordinal);
        Assert.DoesNotContain("12345", shown[1], StringComparison.Ordinal);
        Assert.EndsWith("^", shown[2], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_failure_in_a_long_statement_shows_the_line_and_not_all_of_it()
    {
        await CreateTableAsync();
        var sum = string.Join(" + ", Enumerable.Repeat("100000", 60));
        Write("2_b.sql", $"update a set x =\n{sum}\n + {sum} + nowhere + {sum};");

        var error = await FailsAsync(MigrationFailure.RolledBack);

        var lines = error.Message.Split(Environment.NewLine);
        Assert.All(lines[1..3], static l => Assert.True(l.Length < 150, l));
        Assert.Equal("nowhere", lines[1].Substring(lines[2].IndexOf('^', StringComparison.Ordinal), 7));
    }

    [Fact]
    public async Task A_backfill_fails_at_the_place_of_its_file()
    {
        await CreateTableAsync();
        await RunAsync("insert into a values (1), (2)");
        Write("2_b.sql", "-- dataaccess: backfill table=a key=x batch=1\nupdate a set x = x\nwhere x between :from and :to and nowhere = 1;");

        var error = await FailsAsync(MigrationFailure.RolledBack);

        Assert.Equal(new MigrationPlace("2_b.sql", 3, 35), error.Place);
        Assert.Contains(":from and :to and nowhere", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rows_that_are_not_written_in_the_file_are_counted()
    {
        Write("1_a.sql", "create table a (x int not null primary key);\ninsert into a values (1), (2), (3);");
        Write("2_b.sql", "update a set x = x + 10;");
        Write("3_c.sql", "update a set x = x + 10 where x > 100; delete from a where x = 11;");
        Write("4_d.sql", "create table b (x int); insert into b select x from a; insert into b values (1);");
        Write("5_e.sql", "-- dataaccess: backfill table=b key=x batch=1\nupdate b set x = x where x between :from and :to;");
        var completed = await NewMigrator().UpAsync(cancellationToken: Token);

        Assert.Equal([null, 3L, 1L, 3L, 3L], completed.Select(static m => m.Rows));
    }

    [Fact]
    public async Task A_secret_that_is_filled_in_is_shown_nowhere()
    {
        Write("1_a.sql", "create table a (x int not null);\nupdate a set x = '${db_password}' nonsense;\n");
        var seen = new Seen();

        var error = await Assert.ThrowsAsync<MigrationException>(
            async () => await NewMigrator(static o => o.Placeholders = new Dictionary<string, string>(StringComparer.Ordinal) { ["db_password"] = "hunter2" }).UpAsync(progress: seen, cancellationToken: Token));

        Assert.Contains("'${db_password}' nonsense", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(seen.All, static p => p.Statement.Contains("hunter2", StringComparison.Ordinal));
    }
}
