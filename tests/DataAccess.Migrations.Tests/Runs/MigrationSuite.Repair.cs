namespace DataAccess.Migrations.Tests.Runs;

public abstract partial class MigrationSuite
{
    private async Task<string[]> RepairAsync(params MigrationRepair[] repairs)
    {
        var before = await HistoryAsync();
        var would = await NewMigrator().RepairAsync(repairs, dryRun: true, Token);
        Assert.Equal(before, await HistoryAsync(), StringComparer.Ordinal);
        var done = await NewMigrator().RepairAsync(repairs, dryRun: false, Token);
        Assert.Equal(would, done);
        return done.Select(static r => r.What).ToArray();
    }

    private async Task<IReadOnlyList<string>> RepairRefusesAsync(params MigrationRepair[] repairs)
    {
        var before = await HistoryAsync();
        var error = await Assert.ThrowsAsync<MigrationException>(() => NewMigrator().RepairAsync(repairs, dryRun: false, Token).AsTask());
        Assert.Equal(MigrationFailure.Validation, error.Failure);
        Assert.Equal(before, await HistoryAsync(), StringComparer.Ordinal);
        return error.Problems;
    }

    private Task<IReadOnlyList<string>> HistoryAsync()
        => Db.QueryAsync<string>(SqlStatement.Raw(Db.Provider.SystemName == "mysql"
            ? "select concat(migration, ' ', name, ' ', checksum, ' ', state) from dataaccess_migrations order by 1"
            : "select migration || ' ' || name || ' ' || checksum || ' ' || state from dataaccess_migrations order by 1"), Token).AsTask();

    private void Rename(string from, string to) => File.Move(Path.Combine(Folder, from), Path.Combine(Folder, to));

    [Fact]
    public async Task Down_never_undoes_another_migration()
    {
        Write("5_orders.sql", "create table orders (x int);");
        Write("5_orders.down.sql", "drop table orders;");
        await UpAsync();
        await RunAsync("create table items (x int)");

        // The file was given another version, and another branch's file has its old one.
        Rename("5_orders.sql", "6_orders.sql");
        Rename("5_orders.down.sql", "6_orders.down.sql");
        Write("5_items.sql", "create table items (x int);");
        Write("5_items.down.sql", "drop table items;");

        foreach (var act in new Func<Task>[] { () => NewMigrator().DownAsync(cancellationToken: Token).AsTask(), () => NewMigrator().DownAsync(to: 0, cancellationToken: Token).AsTask(), () => UpAsync() })
        {
            var error = await Assert.ThrowsAsync<MigrationException>(act);
            Assert.Equal(MigrationFailure.Validation, error.Failure);
            Assert.Contains("Version 5 is applied here as 5_orders (on 2", error.Message, StringComparison.Ordinal);
            Assert.Contains($"Z by {Environment.UserName}@{Environment.MachineName}), and 5_items.sql is another migration, which was not applied.", error.Message, StringComparison.Ordinal);
            Assert.Contains("dataaccess migrate repair --renumber 5=6", error.Message, StringComparison.Ordinal);
        }

        Assert.True(await HasTableAsync("items"));
        Assert.Equal(["5_orders becomes version 6, 6_orders; 5_items.sql is pending afterwards"], await RepairAsync(MigrationRepair.Renumber(5, 6)), StringComparer.Ordinal);
        await RunAsync("drop table items");
        Assert.Equal(["5_items"], await UpAsync(static o => o.Order = MigrationOrder.Any), StringComparer.Ordinal);
        Assert.Equal(["6_orders", "5_items"], (await NewMigrator().DownAsync(to: 0, cancellationToken: Token)).Select(static m => m.Name), StringComparer.Ordinal);
    }

    [Fact]
    public async Task Down_refuses_a_file_that_was_edited_until_it_is_accepted()
    {
        Write("1_a.sql", "create table a (x int);");
        Write("1_a.down.sql", "drop table a;");
        await UpAsync();
        Write("1_a.sql", "create table a (x int); -- the orders");

        var error = await Assert.ThrowsAsync<MigrationException>(() => NewMigrator().DownAsync(cancellationToken: Token).AsTask());

        Assert.Contains("1_a.sql was edited after it was applied", error.Message, StringComparison.Ordinal);
        Assert.Contains("dataaccess migrate repair --accept 1", error.Message, StringComparison.Ordinal);
        Assert.StartsWith("1_a: checksum ", Assert.Single(await RepairAsync(MigrationRepair.Accept("0001"))), StringComparison.Ordinal);
        Assert.Empty(await UpAsync());
        Assert.Single(await NewMigrator().DownAsync(cancellationToken: Token));
    }

    [Fact]
    public async Task A_file_that_was_only_renamed_is_the_same_migration()
    {
        Write("1_a.sql", "create table a (x int);");
        Write("1_a.down.sql", "drop table a;");
        await UpAsync();
        Rename("1_a.sql", "1_orders.sql");
        Rename("1_a.down.sql", "1_orders.down.sql");

        Assert.Empty(await UpAsync());
        Assert.Equal(["1_a becomes 1_orders"], await RepairAsync(MigrationRepair.Rename("1")), StringComparer.Ordinal);
        Assert.Equal(["1_orders is as it was applied. There is nothing to accept."], (await RepairRefusesAsync(MigrationRepair.Accept("1"))).Select(static p => p.Replace("1_orders.sql", "1_orders", StringComparison.Ordinal)), StringComparer.Ordinal);
        Write("1_orders.sql", "create table a (x int); -- edited");
        Rename("1_orders.sql", "1_a.sql");
        Rename("1_orders.down.sql", "1_a.down.sql");
        Assert.Contains("--rename 1 --accept 1", (await FailsAsync(MigrationFailure.Validation)).Message, StringComparison.Ordinal);
        Assert.Contains("add --accept 1", Assert.Single(await RepairRefusesAsync(MigrationRepair.Rename("1"))), StringComparison.Ordinal);
        Assert.Contains("add --rename 1", Assert.Single(await RepairRefusesAsync(MigrationRepair.Accept("1"))), StringComparison.Ordinal);
        Assert.Equal(2, (await RepairAsync(MigrationRepair.Rename("1"), MigrationRepair.Accept("1"))).Length);
        Assert.Single(await NewMigrator().DownAsync(cancellationToken: Token));
    }

    [Fact]
    public async Task Two_files_of_one_version_are_told_apart_by_what_is_applied()
    {
        Write("5_orders.sql", "create table orders (x int);");
        await UpAsync();
        Write("5_items.sql", "create table items (x int);");

        var error = await FailsAsync(MigrationFailure.Validation);

        Assert.Contains("5_items.sql and 5_orders.sql have the same version 5.", error.Message, StringComparison.Ordinal);
        Assert.Contains("Version 5 is applied here as 5_orders (on 2", error.Message, StringComparison.Ordinal);
        Assert.Contains("Keep 5_orders.sql. Give 5_items.sql a newer version.", error.Message, StringComparison.Ordinal);
        Assert.Contains(error.Problems[1], (await NewMigrator().StatusAsync(Token)).Problems, StringComparer.Ordinal);
    }

    [Fact]
    public async Task A_migration_is_forgotten_with_its_steps_even_in_part()
    {
        Write("1_a.sql", "create table a (x int);\nnonsense;");
        await FailsAsync(MigrationFailure.PartlyApplied, static o => o.Transaction = MigrationTransaction.None);
        Assert.Contains("is partly applied. Finish it", Assert.Single(await RepairRefusesAsync(MigrationRepair.Accept("1"))), StringComparison.Ordinal);

        Assert.Equal(["1_a (partly applied) is removed from the history; 1_a.sql is pending afterwards"], await RepairAsync(MigrationRepair.Forget("1")), StringComparer.Ordinal);

        Assert.Equal(0, await CountAsync("dataaccess_migrations"));
        Assert.Equal(0, await CountAsync("dataaccess_migration_steps"));
        Assert.True(await HasTableAsync("a"));
    }

    [Fact]
    public async Task A_repair_that_does_not_fit_changes_nothing()
    {
        Write("1_a.sql", "create table a (x int);");
        Write("2_b.sql", "create table b (x int);");
        Write("repeatable/v.sql", "select 1;");
        await UpAsync();
        Write("3_c.sql", "create table c (x int);");
        Write("repeatable/v.sql", "select 2;");

        Assert.Equal(
            ["9 is not in the history, so there is nothing to forget.", "Version 2 is in the history already, as 2_b. Forget that row, or choose another version."],
            await RepairRefusesAsync(MigrationRepair.Forget("9"), MigrationRepair.Renumber(1, 2), MigrationRepair.Accept("1")),
            StringComparer.Ordinal);
        Assert.Contains("add --accept 1", Assert.Single(await RepairRefusesAsync(MigrationRepair.Renumber(1, 3))), StringComparison.Ordinal);
        Assert.Contains("There is no file with version 7", Assert.Single(await RepairRefusesAsync(MigrationRepair.Renumber(1, 7))), StringComparison.Ordinal);
        Assert.Contains("nothing to rename", Assert.Single(await RepairRefusesAsync(MigrationRepair.Rename("1"))), StringComparison.Ordinal);
        Assert.Contains("is repeatable", Assert.Single(await RepairRefusesAsync(MigrationRepair.Accept("repeatable/v"))), StringComparison.Ordinal);
        Assert.Contains("in two ways", Assert.Single(await RepairRefusesAsync(MigrationRepair.Forget("1"), MigrationRepair.Accept("1"))), StringComparison.Ordinal);
    }
}
