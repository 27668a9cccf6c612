using DataAccess.Conformance;

namespace DataAccess.Migrations.Tests.Runs;

public abstract partial class MigrationSuite
{
    [Fact]
    public async Task The_migrations_of_this_repository_go_up_and_down_and_up()
    {
        var options = new MigrationOptions { Directory = Path.Combine(TestFiles.Root, "migrations") };
        var migrator = new Migrator(Db, options);

        Assert.Equal(4, (await migrator.UpAsync(cancellationToken: Token)).Count);
        await Db.ExecuteAsync($"insert into orders (number, customer, amount) values ({7L}, {"Ada"}, {12.5m}), ({8L}, {"Ada"}, {2.5m})", Token);
        await Db.ExecuteAsync($"insert into readings (id, sensor, level) values ({Guid.NewGuid()}, {"north"}, {0.5})", Token);
        Assert.Equal(15m, await Db.QuerySingleAsync<decimal>($"select amount from open_orders where customer = {"Ada"} and orders = {2L}", Token));

        if (Db.Provider.SystemName != "mysql")
        {
            await RunAsync("drop view open_orders");
        }

        Assert.Equal(3, (await migrator.DownAsync(to: 0, cancellationToken: Token)).Count);
        Assert.False(await HasTableAsync("orders"));
        Assert.Equal(3, (await migrator.UpAsync(cancellationToken: Token)).Count);
        Assert.Equal(0, await CountAsync("orders"));
    }
}
