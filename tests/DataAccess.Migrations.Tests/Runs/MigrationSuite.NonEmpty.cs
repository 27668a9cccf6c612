using DataAccess.Migrations.History;

namespace DataAccess.Migrations.Tests.Runs;

public abstract partial class MigrationSuite
{
    private static void Strict(MigrationOptions options) => options.AllowNonEmpty = false;

    [Theory]
    [InlineData("create table orders (id int)", "table ")]
    [InlineData("create view orders as select 1 as one", "view ")]
    public async Task A_database_with_tables_and_no_history_is_refused(string existing, string kind)
    {
        await RunAsync(existing);
        Write("1_a.sql", "drop table if exists orders;\ncreate table a (x int);");

        var error = await FailsAsync(MigrationFailure.Validation, Strict);

        Assert.Contains("the database is not empty: it has " + kind, error.Message, StringComparison.Ordinal);
        Assert.Contains("orders.", error.Message, StringComparison.Ordinal);
        Assert.Contains("'dataaccess migrate baseline VERSION'", error.Message, StringComparison.Ordinal);
        Assert.Contains("--allow-non-empty", error.Message, StringComparison.Ordinal);
        Assert.False(await HasTableAsync(MigrationHistory.Table));
        Assert.Equal(error.Message, Assert.Single((await NewMigrator(Strict).StatusAsync(Token)).Problems));
        Assert.Equal(error.Message, (await Assert.ThrowsAsync<MigrationException>(() => NewMigrator(Strict).PlanAsync(cancellationToken: Token).AsTask())).Message);
        Assert.Equal(error.Message, (await Assert.ThrowsAsync<MigrationException>(() => NewMigrator(Strict).ScriptAsync(cancellationToken: Token).AsTask())).Message);

        await NewMigrator(Strict).BaselineAsync(1, Token);
        Assert.Empty(await UpAsync(Strict));
        await RunAsync(existing.StartsWith("create table", StringComparison.Ordinal) ? "drop table orders" : "drop view orders");
    }

    [Fact]
    public async Task An_empty_database_needs_no_leave_and_one_that_is_not_may_be_allowed()
    {
        Write("1_a.sql", "create table a (x int);");
        Write("1_a.down.sql", "drop table a;");
        Assert.Equal(["1_a"], await UpAsync(Strict), StringComparer.Ordinal);
        Write("2_b.sql", "create table b (x int);");
        Assert.Equal(["2_b"], await UpAsync(Strict), StringComparer.Ordinal);

        await StartAgainAsync();
        await FailsAsync(MigrationFailure.Validation, Strict);
        Write("1_a.sql", "create table if not exists a (x int);");
        Write("2_b.sql", "create table if not exists b (x int);");
        Assert.Equal(["1_a", "2_b"], await UpAsync(), StringComparer.Ordinal);
    }

    [Fact]
    public async Task A_history_that_is_empty_is_no_history()
    {
        Write("1_a.sql", "create table a (x int);");
        await UpAsync(Strict);
        await RunAsync("delete from dataaccess_migrations");

        Assert.Contains("table ", (await FailsAsync(MigrationFailure.Validation, Strict)).Message, StringComparison.Ordinal);
        await RunAsync("drop table a");
        Assert.Equal(["1_a"], await UpAsync(Strict), StringComparer.Ordinal);
    }

    [Fact]
    public async Task A_first_run_that_failed_half_way_goes_on()
    {
        Write("1_a.sql", "create table a (x int);\nnonsense;");
        await FailsAsync(RollsBack ? MigrationFailure.RolledBack : MigrationFailure.PartlyApplied, Strict);
        Write("1_a.sql", "create table a (x int);\ninsert into a values (1);");

        Assert.Equal(["1_a"], await UpAsync(Strict), StringComparer.Ordinal);
    }

    [Fact]
    public async Task The_history_table_may_have_another_name()
    {
        static void Named(MigrationOptions options) => options.HistoryTable = "Our History";
        Write("1_a.sql", "create table a (x int);");
        Write("1_a.down.sql", "drop table a;");

        Assert.Equal(["1_a"], await UpAsync(Named), StringComparer.Ordinal);
        Assert.Empty(await UpAsync(Named));
        Assert.Equal(1, await CountAsync("Our History"));
        Assert.True(await HasTableAsync("Our History_steps"));
        Assert.False(await HasTableAsync(MigrationHistory.Table));
        Write("2_b.sql", "create table b (x int);");
        Assert.Contains("Our History", await NewMigrator(Named).ScriptAsync(cancellationToken: Token), StringComparison.Ordinal);
        await NewMigrator(Named).DownAsync(cancellationToken: Token);
        Assert.Equal(0, await CountAsync("Our History"));
    }

    [Theory]
    [InlineData("", "HistoryTable is ''")]
    [InlineData("a_name_that_is_far_too_long_for_a_table_with_its_steps_at_the_end", "HistoryTable is 'a_name")]
    public void A_history_table_without_a_name_is_refused(string name, string problem)
        => Assert.Contains(problem, Assert.Throws<InvalidOptionsException>(() => NewMigrator(options => options.HistoryTable = name)).Message, StringComparison.Ordinal);
}
