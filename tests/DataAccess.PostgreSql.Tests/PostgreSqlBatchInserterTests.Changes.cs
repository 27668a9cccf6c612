using System.ComponentModel.DataAnnotations.Schema;
using DataAccess.Conformance;
using DataAccess.Mapping;
using Xunit;

namespace DataAccess.PostgreSql.Tests;

/// <content>Tables that change between two batches.</content>
public sealed partial class PostgreSqlBatchInserterTests
{
    /// <summary>Each change of the type of readings.level, with the size of a batch of each way.</summary>
    public static TheoryData<string, int> TypeChanges
    {
        get
        {
            var data = new TheoryData<string, int>();
            foreach (var type in new[] { "bigint", "text", "numeric", "real", "jsonb", "smallint", "timestamp", "char(9)" })
            {
                foreach (var size in Ways)
                {
                    data.Add(type, size.Data);
                }
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(TypeChanges))]
    public async Task After_a_column_has_changed_its_type_the_values_are_right_or_rejected(string type, int size)
    {
        var inserter = InserterFor<Reading>();
        await InsertAsync(inserter, Whole(size, 0));
        await RunAsync($"""
            alter table readings drop constraint readings_level_check;
            alter table readings alter column level type {type} using {(type == "timestamp" ? "null::timestamp" : type == "jsonb" ? "to_jsonb(level)" : $"level::{type}")}
            """);

        var error = await Record.ExceptionAsync(async () => await InsertAsync(inserter, Whole(size, size)));
        if (error is not null && Db.Provider.Classify(error).Kind == FailureKind.ConnectionLost)
        {
            // The driver closes a connection on which a value was too short. The writer sends such a batch again, on another one.
            error = await Record.ExceptionAsync(async () => await InsertAsync(inserter, Whole(size, size)));
        }

        if (type is "timestamp" or "jsonb")
        {
            // No way leads from a number to a time or to JSON, and the bits of one must not become the other.
            Assert.NotNull(error);
            Assert.Equal(FailureKind.Fatal, Db.Provider.Classify(error).Kind);
            Assert.Equal(size, await Db.QuerySingleAsync<long>($"select count(*) from readings", Token));
            return;
        }

        Assert.Null(error);
        Assert.Equal(2 * size, await Db.QuerySingleAsync<long>($"select count(*) from readings where level::text::numeric = 12", Token));
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task After_a_table_was_made_anew_the_values_are_right(int size)
    {
        var inserter = InserterFor<Reading>();
        await InsertAsync(inserter, Whole(size, 0));
        await RunAsync("drop table readings; create table readings (level bigint, extra int, sensor text, sequence numeric)");

        await InsertAsync(inserter, Whole(size, size), Guid.NewGuid());
        await InsertAsync(inserter, Whole(size, 2 * size), Guid.NewGuid());

        Assert.Equal(2 * size, await Db.QuerySingleAsync<long>($"select count(*) from readings where level = 12 and sequence >= {size}", Token));
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task Statements_that_the_server_has_forgotten_are_prepared_anew(int size)
    {
        await using var db = Reopen(static o => o.Connections.MaxConnections = 1);
        var inserter = db.Provider.CreateInserter(TableMap.For<Reading>(), ConflictAction.Error);
        await InsertAsync(inserter, Rows(size), database: db);
        await db.ExecuteAsync(SqlStatement.Raw("deallocate all"), Token);

        await InsertAsync(inserter, Rows(size, size), database: db);

        Assert.Equal(2 * size, (await StoredAsync()).Count);
    }

    [Fact]
    public async Task A_table_that_is_not_there_is_found_when_it_comes()
    {
        await RunAsync("alter table readings rename to hidden");
        var inserter = InserterFor<Reading>();
        foreach (var size in new[] { 1, 10, 3_000 })
        {
            var error = await Assert.ThrowsAnyAsync<Exception>(async () => await InsertAsync(inserter, Rows(size)));
            Assert.Equal(FailureKind.Fatal, Db.Provider.Classify(error).Kind);
        }

        await RunAsync("alter table hidden rename to readings");
        await InsertAsync(inserter, Rows(3_000));

        Assert.Equal(3_000, (await StoredAsync()).Count);
    }

    [Fact]
    public async Task Rows_of_a_deferred_constraint_are_stored_all_or_none()
    {
        await RunAsync("alter table readings add constraint one_sensor unique (sensor) deferrable initially deferred");
        var inserter = InserterFor<Reading>();
        var rows = Rows(3_000);

        var error = await Assert.ThrowsAnyAsync<Exception>(async () => await InsertAsync(inserter, rows, Guid.NewGuid()));

        Assert.Equal(FailureKind.Rejected, Db.Provider.Classify(error).Kind);
        Assert.Empty(await StoredAsync());
        Assert.Empty(await LedgerAsync());
    }

    /// <summary>Rows whose level is 12.</summary>
    private static Reading[] Whole(int size, int first)
        => [.. Enumerable.Range(first, size).Select(static i => new Reading { Sequence = i, Sensor = "s", Level = 12 })];

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task After_a_rule_was_made_rows_go_by_it(int size)
    {
        var inserter = InserterFor<Reading>();
        await InsertAsync(inserter, Whole(size, 0));
        await RunAsync("create table copies (sequence bigint); create rule copied as on insert to readings do also insert into copies values (new.sequence)");

        await InsertAsync(inserter, Whole(size, size));
        await InsertAsync(inserter, Whole(size, 2 * size));

        Assert.Equal(3 * size, await Db.QuerySingleAsync<long>($"select count(*) from readings", Token));
        Assert.Equal(2 * size, await Db.QuerySingleAsync<long>($"select count(*) from copies", Token));
    }

    [Fact]
    public async Task Of_two_rows_with_one_key_only_the_one_that_the_index_holds_for_is_rejected()
    {
        await RunAsync("create table places (k int not null, is_active boolean not null); create unique index on places (k) where is_active; insert into places values (5, true)");
        await using var writer = Db.CreateWriter<Place>();

        var summary = await writer.WriteManyAsync([new Place(5, true), new Place(5, false), new Place(6, true)], Token);

        Assert.Equal((2L, 1L), (summary.Committed, summary.Rejected));
        Assert.Equal([false, true], await Db.QueryAsync<bool>($"select is_active from places where k = 5 order by 1", Token));
    }

    [Table("places")]
    public sealed record Place(int K, bool IsActive);
}
