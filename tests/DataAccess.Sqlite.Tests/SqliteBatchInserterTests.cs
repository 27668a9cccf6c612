using System.Diagnostics;
using DataAccess.Conformance;
using DataAccess.Conformance.Faults;
using DataAccess.Mapping;
using DataAccess.Providers;
using Microsoft.Data.Sqlite;
using Xunit;

namespace DataAccess.Sqlite.Tests;

/// <summary>What the inserter below the driver does as the driver does it, and what only SQLite can do to a transaction.</summary>
public sealed class SqliteBatchInserterTests() : DatabaseSuite(new SqliteEngine())
{
    private static readonly TableMap<AllTypes> Types = TableMap.For<AllTypes>();

    protected override async ValueTask SetUpAsync()
    {
        // Without a type, so that what is stored is what was bound.
        await RunAsync($"create table all_types ({string.Join(", ", Types.Columns.Select(static c => c.Column))})");
        await RunAsync("create table readings (sequence integer not null primary key, sensor varchar(20) not null, level real, check (level is null or level < 1000))");
        await RunAsync(LedgerSql.Create(Db.Dialect));
    }

    [Fact]
    public async Task Every_type_is_stored_as_a_parameter_is()
    {
        AllTypes[] rows = [.. Values()];
        await InsertAsync(Types, rows);
        foreach (var row in rows)
        {
            await InsertWithDriverAsync(row with { Id = row.Id + 1_000 });
        }

        foreach (var column in Types.Columns.Skip(1).Select(static c => c.Column))
        {
            var stored = await Db.QueryAsync<string>(
                SqlStatement.Raw($"select typeof({column}) || ' ' || coalesce(hex({column}), '') || ' ' || quote({column}) from all_types order by id % 1000, id"), Token);
            for (var i = 0; i < rows.Length; i++)
            {
                Assert.True(stored[2 * i] == stored[(2 * i) + 1], $"{column} of row {i}: '{stored[2 * i]}' and the driver '{stored[(2 * i) + 1]}'");
            }
        }
    }

    [Fact]
    public async Task A_rejected_row_is_left_out_with_the_drivers_own_failure()
    {
        await InsertAsync(TableMap.For<Conformance.Reading>(), [Row(1)]);
        var attempt = InserterCall.Attempt<Conformance.Reading>(new[] { Row(2), Row(1), new Conformance.Reading { Sequence = 3, Sensor = null! }, Row(4, 5_000), Row(5) });

        await InserterCall.InsertAsync(Db, Db.Provider.CreateInserter(TableMap.For<Conformance.Reading>(), ConflictAction.Error), attempt, Token);

        var rejected = InserterCall.RejectedOf(attempt);
        Assert.Equal([1, 2, 3], rejected.Select(static r => r.Index));
        foreach (var (index, failure) in rejected)
        {
            var row = attempt.Rows.Span[index];
            var byDriver = await Assert.ThrowsAsync<SqliteException>(async () => await Db.ExecuteAsync(
                $"insert into readings (sequence, sensor, level) values ({row.Sequence}, {row.Sensor}, {row.Level})", Token));
            Assert.Equal(Db.Provider.Classify(byDriver), failure);
        }

        Assert.Equal([1L, 2, 5], await StoredAsync());
    }

    [Fact]
    public async Task What_sqlite_would_store_as_null_is_rejected_by_name()
    {
        var attempt = InserterCall.Attempt<Conformance.Reading>(new[] { Row(1), Row(2, double.NaN), Row(3) });

        await InserterCall.InsertAsync(Db, Db.Provider.CreateInserter(TableMap.For<Conformance.Reading>(), ConflictAction.Error), attempt, Token);

        var (index, failure) = Assert.Single(InserterCall.RejectedOf(attempt));
        Assert.Equal(1, index);
        Assert.Contains("Reading.Level cannot be stored in column 'level'", failure.Message, StringComparison.Ordinal);
        Assert.Equal([1L, 3], await StoredAsync());
    }

    [Theory]
    [InlineData("create trigger t before insert on readings when new.sequence = 50 begin select raise(rollback, 'not fifty'); end")]
    [InlineData("create trigger t after insert on readings when new.sequence = 50 begin select raise(fail, 'not fifty'); end")]
    [InlineData("create unique index u on readings (level); create table other (id integer primary key on conflict rollback); create trigger t after insert on readings when new.sequence = 50 begin insert or rollback into other values (1), (1); end")]
    public async Task A_row_that_ends_the_transaction_is_named_and_nothing_of_the_batch_stays(string trap)
    {
        await RunAsync(trap);
        var inserter = Db.Provider.CreateInserter(TableMap.For<Conformance.Reading>(), ConflictAction.Error);
        var attempt = InserterCall.Attempt<Conformance.Reading>(Enumerable.Range(1, 100).Select(static i => Row(i, i)).ToArray());

        var exception = await Assert.ThrowsAsync<SqliteException>(() => InserterCall.InsertAsync(Db, inserter, attempt, Token));

        Assert.Equal(FailureKind.Rejected, Db.Provider.Classify(exception).Kind);
        Assert.Equal(49, inserter.FindRejected(exception, attempt.Rows.Span));
        Assert.False(attempt.IsCommitSent);
        Assert.Empty(await StoredAsync());
    }

    [Fact]
    public async Task Through_the_writer_such_a_row_is_rejected_alone()
    {
        await RunAsync("create trigger t before insert on readings when new.sequence % 40 = 0 begin select raise(rollback, 'not forty'); end");
        await using var writer = Db.CreateWriter<Conformance.Reading>();

        var errors = await Task.WhenAll(Enumerable.Range(1, 100).Select(i => Record.ExceptionAsync(async () => await writer.WriteAsync(Row(i), Token)).AsTask()));

        Assert.Equal([40, 80], errors.Index().Where(static e => e.Item is RowRejectedException).Select(static e => e.Index + 1));
        Assert.Equal(98, (await StoredAsync()).Count);
    }

    [Fact]
    public async Task A_constraint_that_waits_for_commit_refuses_the_batch_and_leaves_nothing_open()
    {
        await RunAsync("create table parents (id integer primary key); create table children (id integer primary key, parent integer references parents (id) deferrable initially deferred)");
        var map = new TableMap<long>(new TableName("children"), [ColumnMap<long>.Create("id", static id => id), ColumnMap<long>.Create("parent", static id => id)]);
        var attempt = InserterCall.Attempt<long>(new[] { 1L, 2 });

        var exception = await Assert.ThrowsAsync<SqliteException>(
            () => InserterCall.InsertAsync(Db, Db.Provider.CreateInserter(map, ConflictAction.Error), attempt, Token));

        Assert.Equal(FailureKind.Rejected, Db.Provider.Classify(exception).Kind);
        Assert.False(attempt.IsCommitSent);
        await InsertAsync(TableMap.For<Conformance.Reading>(), [Row(1)]);
        Assert.Equal([1L], await StoredAsync());
    }

    [Fact]
    public async Task A_full_database_undoes_the_batch_with_the_drivers_error()
    {
        await using var db = Reopen(static o => o.Connections.MaxConnections = 1);
        await db.ExecuteAsync(SqlStatement.Raw("create table blobs (id integer primary key, data blob)"), Token);
        var map = new TableMap<byte[]>(new TableName("blobs"), [ColumnMap<byte[]>.CreateReference("data", static b => b)]);
        var attempt = InserterCall.Attempt<byte[]>(Enumerable.Range(0, 200).Select(static _ => new byte[10_000]).ToArray());
        await new SqliteFaults(db, "").LimitAsync(100);

        var exception = await Assert.ThrowsAsync<SqliteException>(
            () => InserterCall.InsertAsync(db, db.Provider.CreateInserter(map, ConflictAction.Error), attempt, Token));

        Assert.Equal(13, exception.SqliteErrorCode);
        Assert.Equal(FailureKind.Unavailable, db.Provider.Classify(exception).Kind);
        Assert.Equal(0, await db.QuerySingleAsync<int>($"select count(*) from blobs", Token));
    }

    [Fact]
    public async Task A_cancel_in_the_middle_undoes_the_batch_and_the_connection_goes_on()
    {
        using var source = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var map = new TableMap<Conformance.Reading>(
            new TableName("readings"),
            [
                ColumnMap<Conformance.Reading>.Create("sequence", r =>
                {
                    if (r.Sequence == 500)
                    {
                        source.Cancel();
                    }

                    return r.Sequence;
                }),
                ColumnMap<Conformance.Reading>.CreateReference("sensor", static r => r.Sensor),
            ]);
        var attempt = InserterCall.Attempt<Conformance.Reading>(Enumerable.Range(1, 1_000).Select(static i => Row(i)).ToArray());

        await Assert.ThrowsAnyAsync<Exception>(() => InserterCall.InsertAsync(Db, Db.Provider.CreateInserter(map, ConflictAction.Error), attempt, source.Token));

        Assert.False(attempt.IsCommitSent);
        await InsertAsync(TableMap.For<Conformance.Reading>(), [Row(7)]);
        Assert.Equal([7L], await StoredAsync());
    }

    [Fact]
    public async Task The_ledgers_row_is_the_one_that_the_driver_would_write_and_comes_with_the_batch()
    {
        var id = Guid.NewGuid();
        await InsertAsync(TableMap.For<Conformance.Reading>(), [Row(1)], id);

        Assert.Equal(1, await Db.QuerySingleAsync<int>($"select count(*) from dataaccess_ledger where batch_id = {id} and is_committed = {true}", Token));

        var again = await Assert.ThrowsAsync<SqliteException>(() => InsertAsync(TableMap.For<Conformance.Reading>(), [Row(2)], id));

        Assert.Contains("dataaccess_ledger.batch_id", again.Message, StringComparison.Ordinal);
        Assert.Equal([1L], await StoredAsync());
    }

    [Fact]
    public async Task While_another_process_writes_it_waits_and_then_goes_on()
    {
        await using var other = new SqliteConnection($"Data Source={ConnectionString["sqlite:".Length..]};Pooling=false");
        await other.OpenAsync(Token);
        await using var transaction = other.BeginTransaction(deferred: false);

        var insert = InsertAsync(TableMap.For<Conformance.Reading>(), [Row(1)]);
        Assert.False(insert.IsCompleted);
        await transaction.CommitAsync(Token);
        await insert;

        Assert.Equal([1L], await StoredAsync());
    }

    [Fact]
    public async Task Locked_for_longer_than_the_timeout_it_gives_up_as_the_driver_does()
    {
        await using var db = SqliteDatabase.Open(ConnectionString, new SqliteOptions { BusyTimeout = TimeSpan.FromSeconds(1) });
        await using var other = new SqliteConnection($"Data Source={ConnectionString["sqlite:".Length..]};Pooling=false");
        await other.OpenAsync(Token);
        await using var transaction = other.BeginTransaction(deferred: false);
        var attempt = InserterCall.Attempt<Conformance.Reading>(new[] { Row(1) });
        var clock = Stopwatch.StartNew();

        var exception = await Assert.ThrowsAsync<SqliteException>(
            () => InserterCall.InsertAsync(db, db.Provider.CreateInserter(TableMap.For<Conformance.Reading>(), ConflictAction.Error), attempt, Token));

        Assert.True(clock.Elapsed >= TimeSpan.FromSeconds(1), $"it gave up after {clock.Elapsed}");
        Assert.Equal(5, exception.SqliteErrorCode);
        Assert.Contains("database is locked", exception.Message, StringComparison.Ordinal);
    }

    private static Conformance.Reading Row(long sequence, double? level = null) => new() { Sequence = sequence, Sensor = "s", Level = level };

    private static IEnumerable<AllTypes> Values()
    {
        var plain = new AllTypes(
            1, true, 255, -128, short.MinValue, ushort.MaxValue, int.MinValue, uint.MaxValue, long.MaxValue, 1.1f, Math.PI, 12.3400m, 'ä', "text", [0, 1, 255],
            Guid.Parse("0a1b2c3d-4e5f-6071-8293-a4b5c6d7e8f9"), new DateTime(2026, 1, 2, 3, 4, 5, DateTimeKind.Unspecified), new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.FromHours(-3.5)),
            new DateOnly(26, 1, 2), new TimeOnly(3, 4, 5), new TimeSpan(3, 4, 5), null);
        yield return plain;
        yield return plain with
        {
            Id = 2,
            Flag = false,
            Ul = 5,
            F = float.PositiveInfinity,
            D = double.NegativeInfinity,
            M = 99_999_999_999.9999m,
            C = '\0',
            Text = "",
            Bytes = [],
            Time = new DateTime(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc).AddTicks(1),
            Offset = DateTimeOffset.MaxValue,
            Clock = TimeOnly.MaxValue,
            Span = TimeSpan.MinValue,
            Missing = 7,
        };
        yield return plain with
        {
            Id = 3,
            F = float.Epsilon,
            D = double.Epsilon,
            M = 0.0000000000000000000000000001m,
            C = '\uFFFD',
            Text = "nul \0, 😀",
            Bytes = null,
            Time = new DateTime(2026, 1, 2, 3, 4, 5, DateTimeKind.Local),
            Offset = DateTimeOffset.MinValue,
            Clock = new TimeOnly(1, 2, 3, 40),
            Span = new TimeSpan(1, 2, 3, 4, 5),
        };
        yield return plain with { Id = 4, M = -0m, D = -0.0, Text = new string('ß', 5_000), Bytes = new byte[100_000], Time = DateTime.MaxValue, Date = DateOnly.MaxValue, Span = TimeSpan.MaxValue };
        yield return plain with { Id = 5, M = long.MinValue, Text = null, Time = DateTime.MinValue, Date = DateOnly.MinValue, Clock = TimeOnly.MinValue, Span = TimeSpan.Zero };
    }

    private Task InsertAsync<T>(TableMap<T> map, T[] rows, Guid? batchId = null)
        where T : notnull
        => InserterCall.InsertAsync(Db, Db.Provider.CreateInserter(map, ConflictAction.Error), InserterCall.Attempt<T>(rows, batchId), Token);

    private async Task InsertWithDriverAsync(AllTypes row)
    {
        await using var connection = new SqliteConnection($"Data Source={ConnectionString["sqlite:".Length..]};Pooling=false");
        await connection.OpenAsync(Token);
        await using var command = connection.CreateCommand();
        command.CommandText = InsertSql.For(Db.Provider, Types);
        for (var i = 0; i < Types.Columns.Count; i++)
        {
            var value = typeof(AllTypes).GetProperty(Types.Columns[i].Member)!.GetValue(row);
            command.Parameters.AddWithValue($"@p{i}", value is null ? DBNull.Value : Db.Provider.ToDriverValue(value));
        }

        await command.ExecuteNonQueryAsync(Token);
    }

    private async ValueTask<IReadOnlyList<long>> StoredAsync() => await Db.QueryAsync<long>($"select sequence from readings order by sequence", Token);
}
