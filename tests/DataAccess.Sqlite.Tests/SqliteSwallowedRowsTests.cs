using DataAccess.Conformance;
using Xunit;

namespace DataAccess.Sqlite.Tests;

public sealed class SqliteSwallowedRowsTests() : SwallowedRowsSuite(new SqliteEngine())
{
    protected override string SwallowSql => """
        create trigger swallow_insert before insert on readings when new.sensor = 'drop' begin
            insert into elsewhere values (new.sequence, new.sensor);
            select raise(ignore);
        end;
        create trigger swallow_update before update on readings when new.sensor = 'drop' begin
            insert into elsewhere values (new.sequence, new.sensor);
            select raise(ignore);
        end
        """;

    [Theory]
    [InlineData("sensor varchar(20) not null unique on conflict ignore", ConflictAction.Error, 1)]
    [InlineData("sensor varchar(20) not null on conflict ignore", ConflictAction.Error, 1)]
    [InlineData("sensor varchar(20) not null on conflict ignore", ConflictAction.Ignore, 1)]
    [InlineData("sensor varchar(20) not null on conflict ignore", ConflictAction.Update, 1)]
    [InlineData("sensor varchar(20) not null unique on conflict ignore", ConflictAction.Ignore, 1)]
    [InlineData("sensor varchar(20) not null unique on conflict rollback", ConflictAction.Ignore, 1)]
    public async Task What_the_tables_own_clause_leaves_out_is_told(string column, ConflictAction onConflict, int rejected)
    {
        await RunAsync($"drop table readings");
        await RunAsync($"create table readings (sequence integer not null primary key, {column}, level real)");
        await RunAsync("insert into readings (sequence, sensor) values (-1, 's1')");
        var rows = Rows(5, 2);
        rows[3].Sensor = column.Contains("unique", StringComparison.Ordinal) ? "s1" : null!;
        await using var writer = Db.CreateWriter<DataAccess.Conformance.Reading>(new() { OnConflict = onConflict });

        var summary = await writer.WriteManyAsync([.. rows], Token);

        Assert.Equal((5L - rejected, (long)rejected), (summary.Committed, summary.Rejected));
        Assert.Equal(5, await Db.QuerySingleAsync<long>($"select count(*) from readings", Token));
    }

    [Fact]
    public async Task A_repository_over_a_view_finds_the_row_that_was_not_counted()
    {
        await RunAsync("alter table readings rename to kept");
        await RunAsync("create view readings as select * from kept");
        await RunAsync("create trigger store instead of insert on readings when new.sensor <> 'drop' begin insert into kept values (new.sequence, new.sensor, new.level); end");
        var readings = new Readings(Db);

        Assert.Equal(7, await readings.InsertAsync(new DataAccess.Conformance.Reading { Sequence = 7, Sensor = "s" }, Token));
        await readings.InsertManyAsync(Rows(3, 10), Token);
        await Assert.ThrowsAsync<RowRejectedException>(async () => await readings.InsertManyAsync([.. Rows(3, 20), new DataAccess.Conformance.Reading { Sequence = 8, Sensor = "drop" }], Token));

        Assert.Equal(4, await readings.CountAsync(cancellationToken: Token));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(100)]
    public async Task A_view_stores_by_its_trigger_or_swallows(int size)
    {
        await RunAsync("alter table readings rename to kept");
        await RunAsync("create view readings as select * from kept");
        await RunAsync("create trigger store instead of insert on readings when new.sensor <> 'drop' begin insert into kept values (new.sequence, new.sensor, new.level); end");
        var rows = Rows(size + 1);
        Drop(rows[size]);

        await AssertWrittenAsync(rows, ConflictAction.Error, exactlyOnce: false);
    }

    private sealed class Readings(DatabaseSession session) : Repository<DataAccess.Conformance.Reading, long>(session);
}
