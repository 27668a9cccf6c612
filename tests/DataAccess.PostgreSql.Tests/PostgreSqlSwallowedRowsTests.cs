using System.ComponentModel.DataAnnotations;
using System.ComponentModel.DataAnnotations.Schema;
using DataAccess.Conformance;
using Xunit;

namespace DataAccess.PostgreSql.Tests;

public sealed class PostgreSqlSwallowedRowsTests() : SwallowedRowsSuite(PostgreSqlEngine.Shared)
{
    private const string Function = """
        create function swallow() returns trigger language plpgsql as $$
        begin
            if new.sensor = 'drop' then
                insert into elsewhere values (new.sequence, new.sensor);
                return null;
            end if;
            return new;
        end $$;
        """;

    private const string KeepSql = "create function keep() returns trigger language plpgsql as $$ begin return null; end $$; create trigger keep before delete on readings for each row execute function keep()";

    private const string Views = "alter table readings rename to kept; create view inner_readings as select * from kept; create view readings as select * from inner_readings; ";

    protected override string SwallowSql => Function + "create trigger swallow before insert or update on readings for each row execute function swallow()";

    /// <summary>What else swallows rows: rules, a view's trigger, a trigger of a partition.</summary>
    public static TheoryData<string, int, bool> Others
    {
        get
        {
            var data = new TheoryData<string, int, bool>();
            foreach (var sql in new[]
            {
                "create rule swallow as on insert to readings where new.sensor = 'drop' do instead nothing",
                "alter table readings rename to kept; create view readings as select * from kept; "
                    + "create function store() returns trigger language plpgsql as $$ begin if new.sensor = 'drop' then return null; end if; insert into kept values (new.*); return new; end $$; "
                    + "create trigger store instead of insert on readings for each row execute function store()",
                Views + "create rule swallow as on insert to kept where new.sensor = 'drop' do instead nothing",
                Views + "create rule swallow as on insert to kept where new.sensor = 'drop' do instead insert into elsewhere values (new.sequence, new.sensor)",
                "drop table readings; create table readings (sequence bigint primary key, sensor text, level float8 check (level < 1000)) partition by range (sequence); "
                    + "create table lower_readings partition of readings for values from (minvalue) to (1000000); "
                    + Function + "create trigger swallow before insert on lower_readings for each row execute function swallow()",
            })
            {
                foreach (var size in new[] { 1, 2, 100, 3_000 })
                {
                    data.Add(sql, size, data.Count % 2 == 1);
                }
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Others))]
    public async Task Whatever_swallows_them_they_are_rejected(string sql, int size, bool exactlyOnce)
    {
        await RunAsync(sql);
        var rows = Rows(size);
        Drop(rows[size / 2]);

        await AssertWrittenAsync(rows, ConflictAction.Error, exactlyOnce);
    }

    [Theory]
    [InlineData(KeepSql)]
    [InlineData("create rule keep as on delete to readings do instead update readings set sensor = 'gone' where sequence = old.sequence")]
    public async Task A_delete_that_something_else_was_done_for_is_not_told_as_a_row_that_was_not_there(string sql)
    {
        await RunAsync(sql);
        var readings = new Readings(Db);
        await readings.InsertAsync(new Reading { Sequence = 1, Sensor = "a" }, Token);

        var told = await Assert.ThrowsAsync<RowRejectedException>(async () => await readings.DeleteAsync(1, Token));

        Assert.Contains("deleted 0 of 1 rows", told.Message, StringComparison.Ordinal);
        Assert.False(await readings.DeleteAsync(2, Token));
    }

    [Fact]
    public async Task A_login_that_may_delete_and_not_update_is_told_of_it_too()
    {
        var role = $"r{Guid.NewGuid():N}";
        await RunAsync(KeepSql);
        await new Readings(Db).InsertAsync(new Reading { Sequence = 1, Sensor = "a" }, Token);
        await RunAsync($"create role {role}; grant select, delete on readings to {role}; grant {role} to current_user");
        try
        {
            await using var db = PostgreSqlEngine.Shared.OpenAs(role, ConnectionString);
            var readings = new Readings(db);

            await Assert.ThrowsAsync<RowRejectedException>(async () => await readings.DeleteAsync(1, Token));
            await db.InTransactionAsync(
                async (tx, ct) =>
                {
                    await Assert.ThrowsAsync<RowRejectedException>(async () => await new Readings(tx).DeleteAsync(1, ct));
                    Assert.NotNull(await new Readings(tx).GetAsync(1, ct));
                },
                Token);
            Assert.False(await readings.DeleteAsync(2, Token));
        }
        finally
        {
            await RunAsync($"drop owned by {role}; drop role {role}");
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(100)]
    [InlineData(3_000)]
    public async Task A_rule_that_comes_between_two_batches_and_swallows_all_is_noticed(int size)
    {
        await using var db = Reopen(static o => o.Connections.MaxConnections = 1);
        await using var writer = db.CreateWriter<Reading>();
        Assert.Equal(size, (await writer.WriteManyAsync([.. Rows(size)], Token)).Committed);
        await RunAsync("create rule swallow as on insert to readings do instead nothing");

        var summary = await writer.WriteManyAsync([.. Rows(size, 10_000)], Token);

        Assert.Equal((0L, (long)size), (summary.Committed, summary.Rejected));
        Assert.Equal(size, await Db.QuerySingleAsync<long>($"select count(*) from readings", Token));
    }

    [Theory]
    [InlineData(1, ConflictAction.Error, false)]
    [InlineData(1, ConflictAction.Error, true)]
    [InlineData(100, ConflictAction.Error, false)]
    [InlineData(100, ConflictAction.Ignore, false)]
    [InlineData(100, ConflictAction.Update, true)]
    [InlineData(3_000, ConflictAction.Error, true)]
    public async Task Rows_with_arrays_are_counted_too(int size, ConflictAction onConflict, bool exactlyOnce)
    {
        await RunAsync("create table lists (sequence int primary key, sensor text, numbers int[])");
        await RunAsync(Function + "create trigger swallow before insert or update on lists for each row execute function swallow()");
        await RunAsync("insert into lists values (-1, 'old', null)");
        await using var writer = Db.CreateWriter<Numbers>(new() { OnConflict = onConflict, ExactlyOnce = exactlyOnce });
        var rows = Enumerable.Range(0, size).Select(i => new Numbers(i, i == size / 2 ? "drop" : "s", [i])).ToList();
        if (onConflict != ConflictAction.Error)
        {
            rows.Add(new Numbers(-1, "new", []));
        }

        var summary = await writer.WriteManyAsync(rows, Token);

        Assert.Equal((rows.Count - 1L, 1L), (summary.Committed, summary.Rejected));
        Assert.Equal(size, await Db.QuerySingleAsync<long>($"select count(*) from lists", Token));
        Assert.Equal(onConflict == ConflictAction.Update ? "new" : "old", await Db.QuerySingleAsync<string>($"select sensor from lists where sequence = -1", Token));
        Assert.Equal(0, await Db.QuerySingleAsync<long>($"select count(*) from elsewhere", Token));
    }

    [Fact]
    public async Task A_generated_key_of_a_row_that_is_not_there_is_an_error()
    {
        await RunAsync("create table things (id bigint generated always as identity primary key, sensor text, sequence bigint)");
        await RunAsync(Function + "create trigger swallow before insert on things for each row execute function swallow()");

        await Assert.ThrowsAsync<RowRejectedException>(async () => await new Things(Db).InsertAsync(new Thing { Sensor = "drop" }, Token));
        Assert.NotEqual(0, await new Things(Db).InsertAsync(new Thing { Sensor = "s" }, Token));
    }

    [Table("lists")]
    public sealed record Numbers([property: Key] int Sequence, string Sensor, [property: Column("numbers")] int[] List);

    [Table("things")]
    public sealed class Thing
    {
        [Key]
        [DatabaseGenerated(DatabaseGeneratedOption.Identity)]
        public long Id { get; set; }

        public string Sensor { get; set; } = "";

        public long Sequence { get; set; }
    }

    private sealed class Things(DatabaseSession session) : Repository<Thing, long>(session);

    private sealed class Readings(DatabaseSession session) : Repository<Reading, long>(session);
}
