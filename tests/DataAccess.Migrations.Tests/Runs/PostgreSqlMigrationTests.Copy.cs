namespace DataAccess.Migrations.Tests.Runs;

/// <summary>The rows that pg_dump writes after COPY are sent as psql sends them.</summary>
public sealed partial class PostgreSqlMigrationTests
{
    [Fact]
    public async Task Rows_are_copied_with_the_rest_of_the_file()
    {
        Write("1_a.sql", "create table a (x int, y text);\nCOPY public.a (x, y) FROM stdin;\n1\t\\N\n2\tit's; \\\\ \\t é\n3\t\n\\.\n\ncopy a from stdin (format csv);\n4,\"b\nc\"\n\\.\r\ncopy a from stdin;\n\\.\ninsert into a values (5, 'last');");

        await UpAsync();

        Assert.Equal(["1:", "2:it's; \\ \t é", "3:", "4:b\nc", "5:last"], await Db.QueryAsync<string>($"select x || ':' || coalesce(y, '') from a order by x", Token), StringComparer.Ordinal);
    }

    [Fact]
    public async Task Rows_with_windows_line_ends_are_copied()
    {
        Write("1_a.sql", "create table a (x int, y text);\r\ncopy a from stdin;\r\n1\ta\r\n2\tb\r\n\\.\r\nselect 1;\r\n");

        await UpAsync();

        Assert.Equal(["a", "b"], await Db.QueryAsync<string>($"select y from a order by x", Token), StringComparer.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("-- dataaccess: no-transaction\n")]
    public async Task A_bad_row_is_named_with_its_line_and_column(string directive)
    {
        Write("1_a.sql", directive + "create table a (x int, y text);\ncopy a (x, y) from stdin;\n1\ta\n2\tb\nthree\tc\n4\td\n\\.\n");

        var error = await FailsAsync(directive.Length == 0 ? MigrationFailure.RolledBack : MigrationFailure.PartlyApplied);

        Assert.Contains(directive.Length == 0 ? "1_a.sql:5: column x: invalid input syntax for type integer: \"three\"" : "1_a.sql:6: column x:", error.Message, StringComparison.Ordinal);
        Assert.Equal(directive.Length > 0, await HasTableAsync("a"));

        // Fixed, it goes on: the rows of the failed COPY are not there.
        Write("1_a.sql", directive + "create table a (x int, y text);\ncopy a (x, y) from stdin;\n1\ta\n2\tb\n3\tc\n4\td\n\\.\n");
        await UpAsync();
        Assert.Equal(4, await CountAsync("a"));
    }

    [Fact]
    public async Task A_row_that_a_constraint_rejects_is_rolled_back_with_its_file()
    {
        Write("1_a.sql", "create table a (x int primary key);\ncopy a from stdin;\n1\n1\n\\.\n");

        var error = await FailsAsync(MigrationFailure.RolledBack);

        Assert.Contains("1_a.sql:4: duplicate key", error.Message, StringComparison.Ordinal);
        Assert.False(await HasTableAsync("a"));
    }

    [Fact]
    public async Task A_cancelled_copy_stores_nothing()
    {
        await RunAsync("create table a (x int)");
        await RunAsync("create function slow() returns trigger language plpgsql as $$ begin perform pg_sleep(0.5); return new; end $$");
        await RunAsync("create trigger slow before insert on a for each row execute function slow()");
        Write("1_a.sql", "insert into a select 0 where false;\ncopy a from stdin;\n" + string.Concat(Enumerable.Repeat("1\n", 200)) + "\\.\n");
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Token);
        cancel.CancelAfter(TimeSpan.FromSeconds(1));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => NewMigrator().UpAsync(cancellationToken: cancel.Token).AsTask());

        Assert.Equal(0, await CountAsync("a"));
        Assert.Equal(MigrationState.Pending, Assert.Single((await NewMigrator().StatusAsync(Token)).Migrations).State);
    }

    [Theory]
    [InlineData("copy a from stdin;\n1\n2\n", 2, "cut off")]
    [InlineData("copy a from stdin; select 1;\n1\n\\.\n", 2, "next line")]
    [InlineData("copy a to stdout;\n", 2, "STDOUT")]
    public async Task A_copy_that_cannot_be_whole_is_refused(string copy, int line, string message)
    {
        Write("1_a.sql", "create table a (x int);\n" + copy);

        var error = await FailsAsync(MigrationFailure.Validation);

        Assert.Contains(FormattableString.Invariant($"1_a.sql:{line}:"), error.Message, StringComparison.Ordinal);
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_script_for_psql_has_the_rows()
    {
        Write("1_a.sql", "create table a (x int);\ncopy a from stdin;\n1\n\\.\n");

        var script = await NewMigrator().ScriptAsync(cancellationToken: Token);

        Assert.Contains("copy a from stdin;\n1\n\\.\n", script, StringComparison.Ordinal);
        await Assert.ThrowsAsync<MigrationException>(() => NewMigrator().ScriptAsync(idempotent: true, cancellationToken: Token).AsTask());
    }
}
