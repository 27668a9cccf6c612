using DataAccess.Conformance;
using DataAccess.Conformance.Faults;
using DataAccess.Mapping;
using DataAccess.MySql.Failures;
using DataAccess.MySql.Inserting;
using DataAccess.MySql.Sessions;
using DataAccess.Providers;
using MySqlConnector;
using Xunit;

namespace DataAccess.MySql.Tests;

/// <summary>
/// Which way a batch takes, and that it makes no difference to what is stored. On one connection, so that the server's
/// counters of the session tell the way.
/// </summary>
public abstract class MySqlPathsSuite(TestEngine engine) : DatabaseSuite(engine)
{
    private const int Large = MySqlBatchPlan.LoadDataRows;

    /// <summary>A column type, and values that mean something else in it as text than as what they are, or are hard to write as text.</summary>
    public static TheoryData<string, object?[]> OddColumns { get; } = new()
    {
        { "bit(8)", [1L, 49L, 255L, null] },
        { "bit(1)", [true, false, null] },
        { "bit(64)", [ulong.MaxValue, 0UL] },
        { "year", [(short)0, (short)70, (short)2026] },
        { "enum('2', '1', 'b')", [1, 2, 3] },
        { "enum('2', '1', 'b')", ["1", "2", "b"] },
        { "set('a', 'b')", [1, 2, 3] },
        { "set('a', 'b')", ["a", "b", "a,b", ""] },
        { "varchar(30)", [1e20, 0.1, -5.0] },
        { "varchar(40)", [0, int.MinValue] },
        { "varchar(40)", ["", "\\N", "\\", "a\tb", "a\nb\r\n", "nul \0 here", "'\"`", "ä€😀", "trailing\\"] },
        { "char(10)", ["a  ", "  b"] },
        { "char(1)", ['a', '\t', '\\', '€'] },
        { "decimal(20,2)", [1.239m, -0.005m, 12m] },
        { "double", [1.1f, float.MaxValue, float.Epsilon] },
        { "double", [0.1, double.MaxValue, -double.Epsilon, 1e-300] },
        { "float", [1.1f, 16777217f, float.MaxValue] },
        { "bigint unsigned", [ulong.MaxValue, 0UL] },
        { "datetime", [new DateTime(2026, 1, 2, 3, 4, 5).AddTicks(9_999_999), new DateTime(2026, 1, 2)] },
        { "datetime(6)", [new DateTime(2026, 1, 2, 3, 4, 5).AddTicks(1_234_567), DateTime.UnixEpoch] },
        { "timestamp(6)", [new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.FromHours(2))] },
        { "date", [new DateOnly(2026, 1, 2)] },
        { "time(6)", [new TimeOnly(3, 4, 5, 6)] },
        { "time(6)", [new TimeSpan(-3, -4, -5), new TimeSpan(30, 1, 2, 3, 4), TimeSpan.FromTicks(-10)] },
        { "json", ["{\"a\": \"x\\ty\"}", "[]", "\"ä\\n\"", null] },
        { "longblob", [new byte[] { 0, 9, 10, 13, 39, 92, 255 }, Array.Empty<byte>(), null] },
        { "varbinary(10)", [new byte[] { 0xF0, 9, 0xC3, 10 }] },
        { "char(36)", [Guid.Parse("0a1b2c3d-4e5f-6071-8293-a4b5c6d7e8f9"), Guid.Empty] },
    };

    protected override async ValueTask SetUpAsync()
    {
        await RunAsync("create table readings (sequence bigint not null primary key, sensor varchar(20) not null, level double, check (level is null or level < 1000))");
        await RunAsync(LedgerSql.Create(Db.Dialect));
    }

    [Theory]
    [InlineData(ConflictAction.Update)]
    [InlineData(ConflictAction.Ignore)]
    public async Task A_key_is_the_same_where_its_collation_says_so(ConflictAction onConflict)
    {
        await RunAsync("create table words (word varchar(20) collate utf8mb4_general_ci unique, number int not null unique)");
        await RunAsync("insert into words values ('abc', 1), (null, 2)");
        await using var writer = Db.CreateWriter(
            new TableMap<(string? Word, int Number)>(
                new TableName("words"),
                [
                    ColumnMap<(string? Word, int Number)>.CreateReference("word", static w => w.Word, new ColumnTraits { IsKey = true }),
                    ColumnMap<(string? Word, int Number)>.Create("number", static w => w.Number),
                ]),
            new() { OnConflict = onConflict });

        var summary = await writer.WriteManyAsync([("ABC", 10), (null, 20), ("x", 30), ("y", 2)], Token);

        Assert.Equal((3L, 1L), (summary.Committed, summary.Rejected));
        int[] numbers = onConflict == ConflictAction.Update ? [2, 10, 20, 30] : [1, 2, 20, 30];
        Assert.Equal(numbers, await Db.QueryAsync<int>($"select number from words order by number", Token));
        Assert.Equal("abc", await Db.QuerySingleAsync<string>($"select word from words where word = 'abc'", Token));
    }

    [Fact]
    public async Task A_large_batch_is_loaded_where_both_sides_allow_it()
    {
        await using var db = OneConnection();
        await InsertAsync(db, Rows(Large));
        await InsertAsync(db, Rows(Large, Large), Guid.NewGuid());

        Assert.Equal(2, await CountAsync(db, "Com_load"));
        Assert.Equal(2 * Large, await StoredAsync());
        Assert.Equal(1, await Db.QuerySingleAsync<int>($"select count(*) from dataaccess_ledger", Token));
    }

    [Fact]
    public async Task A_smaller_one_is_inserted_in_one_trip_and_a_single_row_prepared()
    {
        await using var db = OneConnection();
        await InsertAsync(db, Rows(Large - 1));
        await InsertAsync(db, Rows(100, Large), Guid.NewGuid());
        Assert.Equal(0, await CountAsync(db, "Com_load"));
        var prepared = await CountAsync(db, "Com_stmt_execute");

        await InsertAsync(db, Rows(1, 2 * Large));
        await InsertAsync(db, Rows(1, (2 * Large) + 1));

        Assert.InRange(await CountAsync(db, "Com_stmt_execute") - prepared, 2, 3);
        Assert.Equal(Large + 101, await StoredAsync());
    }

    [Fact]
    public async Task Where_the_client_does_not_allow_it_nothing_is_loaded()
    {
        var text = new MySqlConnectionStringBuilder(ConnectionString) { AllowLoadLocalInfile = false }.ConnectionString;
        await using var db = MySqlDatabase.Open(text, new MySqlOptions { Connections = { MaxConnections = 1 } });

        await InsertAsync(db, Rows(Large));

        Assert.Equal(0, await CountAsync(db, "Com_load"));
        Assert.Equal(Large, await StoredAsync());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Where_the_server_does_not_allow_it_the_rows_are_inserted(bool wasAllowed)
    {
        await using var db = OneConnection();
        var inserter = db.Provider.CreateInserter(TableMap.For<Reading>(), ConflictAction.Error);
        if (wasAllowed)
        {
            await InserterCall.InsertAsync(db, inserter, InserterCall.Attempt<Reading>(Rows(Large, Large)), Token);
        }

        await RunAsync("set global local_infile = 0");
        try
        {
            await InserterCall.InsertAsync(db, inserter, InserterCall.Attempt<Reading>(Rows(Large)), Token);
        }
        finally
        {
            await RunAsync("set global local_infile = 1");
        }

        Assert.Equal(wasAllowed ? 2 * Large : Large, await StoredAsync());
    }

    [Theory]
    [MemberData(nameof(OddColumns))]
    public async Task What_is_stored_does_not_depend_on_the_way(string column, object?[] values)
    {
        await RunAsync($"create table odd (id bigint primary key, value {column}, twice bigint generated always as (id * 2) stored)");
        await using var db = OneConnection();
        var inserter = db.Provider.CreateInserter(OddMap(values), ConflictAction.Error);
        foreach (var size in new[] { 1, 100, Large })
        {
            if (size == 1)
            {
                foreach (var (index, value) in values.Index())
                {
                    await InserterCall.InsertAsync(db, inserter, InserterCall.Attempt<Odd>(new[] { new Odd(index, value) }), Token);
                }
            }
            else
            {
                var rows = Enumerable.Range(0, size).Select(i => new Odd((size * 1_000) + i, values[i % values.Length])).ToArray();
                await InserterCall.InsertAsync(db, inserter, InserterCall.Attempt<Odd>(rows), Token);
            }
        }

        var stored = await db.QueryAsync<string>($"select coalesce(hex(cast(value as binary)), 'null') from odd order by id", Token);
        var single = stored.Take(values.Length).ToArray();
        Assert.Equal(values.Length + 100 + Large, stored.Count);
        for (var i = 0; i < 100; i++)
        {
            Assert.Equal(single[i % values.Length], stored[values.Length + i]);
        }

        for (var i = 0; i < Large; i++)
        {
            Assert.Equal(single[i % values.Length], stored[values.Length + 100 + i]);
        }
    }

    [Fact]
    public async Task A_column_that_changes_between_two_batches_is_written_as_what_it_is_then()
    {
        await RunAsync("create table odd (id bigint primary key, value int)");
        await using var db = OneConnection();
        object?[] values = [1, 2];
        var inserter = db.Provider.CreateInserter(OddMap(values), ConflictAction.Error);
        await InserterCall.InsertAsync(db, inserter, InserterCall.Attempt<Odd>(Odds(0, Large, values)), Token);
        await InserterCall.InsertAsync(db, inserter, InserterCall.Attempt<Odd>(Odds(5_000, 1, values)), Token);

        await RunAsync("alter table odd drop column value, add column choice enum('2', '1')");
        await RunAsync("alter table odd rename column choice to value");
        await InserterCall.InsertAsync(db, inserter, InserterCall.Attempt<Odd>(Odds(10_000, Large, values)), Token);
        await InserterCall.InsertAsync(db, inserter, InserterCall.Attempt<Odd>(Odds(20_000, 1, values)), Token);

        Assert.Equal(["1", "2"], await db.QueryAsync<string>($"select value from odd where id in (10000, 10001) order by id desc", Token));
        Assert.Equal("2", await db.QuerySingleAsync<string>($"select value from odd where id = 20000", Token));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(100)]
    [InlineData(3_000)]
    public async Task The_ledgers_refusal_is_known_from_the_tables_own(int size)
    {
        await using var db = OneConnection();
        var id = Guid.NewGuid();
        await InsertAsync(db, Rows(size), id);

        var ledger = await Assert.ThrowsAsync<MySqlException>(() => InsertAsync(db, Rows(size, size), id));
        var table = await Assert.ThrowsAsync<MySqlException>(() => InsertAsync(db, Rows(size), Guid.NewGuid()));

        Assert.True(MySqlFailures.IsLedgerConflict(ledger, id), ledger.Message);
        Assert.False(MySqlFailures.IsLedgerConflict(table, id), table.Message);
        Assert.Equal(size, await StoredAsync());
        Assert.Equal(1, await Db.QuerySingleAsync<int>($"select count(*) from dataaccess_ledger", Token));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(100)]
    [InlineData(3_000)]
    public async Task A_number_that_the_server_has_no_place_for_is_rejected_by_name(int size)
    {
        var inserter = Db.Provider.CreateInserter(TableMap.For<Reading>(), ConflictAction.Error);
        var rows = Rows(size);
        rows[size / 2].Level = double.NaN;

        var exception = await Record.ExceptionAsync(() => InserterCall.InsertAsync(Db, inserter, InserterCall.Attempt<Reading>(rows), Token));

        Assert.NotNull(exception);
        Assert.Equal(FailureKind.Rejected, Db.Provider.Classify(exception).Kind);
        Assert.Contains("Reading.Level is NaN", exception.Message, StringComparison.Ordinal);
        Assert.Equal(size / 2, inserter.FindRejected(exception, rows));
        Assert.Equal(0, await StoredAsync());
    }

    [Theory]
    [InlineData("too long for column", 100)]
    [InlineData("too long for column", 3_000)]
    public async Task A_bad_value_is_found_by_the_number_of_its_row(string words, int size)
    {
        var inserter = Db.Provider.CreateInserter(TableMap.For<Reading>(), ConflictAction.Error);
        var rows = Rows(size);
        rows[^2].Sensor = new string('x', 21);

        var exception = await Assert.ThrowsAsync<MySqlException>(() => InserterCall.InsertAsync(Db, inserter, InserterCall.Attempt<Reading>(rows), Token));

        Assert.Contains(words, exception.Message, StringComparison.Ordinal);
        Assert.Equal(size - 2, inserter.FindRejected(exception, rows));
        Assert.Equal(0, await StoredAsync());
    }

    [Theory]
    [InlineData(100)]
    [InlineData(3_000)]
    public async Task Cancelled_while_the_rows_are_written_nothing_is_stored_and_the_connection_goes_on(int size)
    {
        await using var db = OneConnection();
        var seen = CancellationToken.None;
        using var source = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var written = 0;
        var map = new TableMap<Reading>(
            new TableName("readings"),
            [
                ColumnMap<Reading>.Create("sequence", r =>
                {
                    if (++written == size / 2)
                    {
                        source.Cancel();
                        Assert.True(seen.WaitHandle.WaitOne(Waiting.Patience));
                    }

                    return r.Sequence;
                }),
                ColumnMap<Reading>.CreateReference("sensor", static r => r.Sensor),
            ]);
        var attempt = InserterCall.Attempt<Reading>(Rows(size), Guid.NewGuid());

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => InserterCall.InsertAsync(db, db.Provider.CreateInserter(map, ConflictAction.Error), attempt, source.Token, token => seen = token));
        await InsertAsync(db, Rows(2));

        Assert.False(attempt.IsCommitSent);
        Assert.Equal(2, await StoredAsync());
        Assert.Equal(0, await Db.QuerySingleAsync<int>($"select count(*) from dataaccess_ledger", Token));
    }

    [Fact]
    public async Task A_triggers_own_refusal_names_no_row()
    {
        await RunAsync("create table audit (sensor varchar(3) not null)");
        await RunAsync("create trigger t after insert on readings for each row insert into audit select 'abc' union all select new.sensor");
        var inserter = Db.Provider.CreateInserter(TableMap.For<Reading>(), ConflictAction.Error);
        var rows = Rows(100);
        rows[50].Sensor = "long";

        var exception = await Assert.ThrowsAsync<MySqlException>(() => InserterCall.InsertAsync(Db, inserter, InserterCall.Attempt<Reading>(rows), Token));

        Assert.Equal(-1, inserter.FindRejected(exception, rows));
        Assert.Equal(0, await StoredAsync());
    }

    [Fact]
    public async Task A_duplicate_of_another_key_names_no_row()
    {
        await RunAsync("create table pairs (a bigint not null, b bigint not null, primary key (a, b), unique key b (b))");
        var map = new TableMap<Odd>(
            new TableName("pairs"),
            [ColumnMap<Odd>.Create("a", static o => o.Id, new ColumnTraits { IsKey = true }), ColumnMap<Odd>.Create("b", static o => (long)o.Value!)]);
        var inserter = Db.Provider.CreateInserter(map, ConflictAction.Error);
        Odd[] rows = [new(1, 1L), new(2, 2L), new(2, 2L), new(3, 3L)];

        var exception = await Assert.ThrowsAsync<MySqlException>(() => InserterCall.InsertAsync(Db, inserter, InserterCall.Attempt<Odd>(rows), Token));

        Assert.Equal(-1, inserter.FindRejected(exception, rows));
    }

    [Theory]
    [InlineData(1, true)]
    [InlineData(300, true)]
    [InlineData(1_000_000, true)]
    [InlineData(1, false)]
    [InlineData(300, false)]
    public async Task However_small_the_packets_the_batch_is_one_transaction(int packet, bool withLedger)
    {
        await using var connection = new MySqlConnection(ConnectionString);
        await connection.OpenAsync(Token);
        var provider = (MySqlProvider)Db.Provider;
        var map = TableMap.For<Reading>();
        var many = new MySqlManyRows<Reading>(provider, map, new MySqlInsertText(InsertSql.Head(provider, map), map.Inserted.Count, ""));
        var limits = new MySqlServerLimits(AllowsLoadData: false, packet);
        Guid? id = withLedger ? Guid.NewGuid() : null;

        await many.InsertAsync(connection, limits, InserterCall.Attempt<Reading>(Rows(20), id), Token);
        var bad = Rows(20, 20);
        bad[^1].Sequence = 0;
        await Assert.ThrowsAsync<MySqlException>(async () => await many.InsertAsync(connection, limits, InserterCall.Attempt<Reading>(bad, id), Token));

        // On the same connection: nothing of the rejected batch is left open on it.
        await many.InsertAsync(connection, limits, InserterCall.Attempt<Reading>(Rows(1, 100)), Token);
        Assert.Equal(21, await StoredAsync());
    }

    private static TableMap<Odd> OddMap(object?[] values) => values.First(static v => v is not null) switch
    {
        long => Map<long>(),
        bool => Map<bool>(),
        ulong => Map<ulong>(),
        short => Map<short>(),
        int => Map<int>(),
        double => Map<double>(),
        float => Map<float>(),
        decimal => Map<decimal>(),
        char => Map<char>(),
        DateTime => Map<DateTime>(),
        DateTimeOffset => Map<DateTimeOffset>(),
        DateOnly => Map<DateOnly>(),
        TimeOnly => Map<TimeOnly>(),
        TimeSpan => Map<TimeSpan>(),
        Guid => Map<Guid>(),
        byte[] => Map(ColumnMap<Odd>.CreateReference("value", static o => (byte[]?)o.Value)),
        _ => Map(ColumnMap<Odd>.CreateReference("value", static o => (string?)o.Value)),
    };

    private static TableMap<Odd> Map<TValue>()
        where TValue : struct
        => Map(ColumnMap<Odd>.CreateNullable("value", static o => (TValue?)o.Value));

    private static TableMap<Odd> Map(ColumnMap<Odd> value) => new(new TableName("odd"), [ColumnMap<Odd>.Create("id", static o => o.Id), value]);

    private static Odd[] Odds(long first, int count, object?[] values)
        => [.. Enumerable.Range(0, count).Select(i => new Odd(first + i, values[i % values.Length]))];

    private static Reading[] Rows(int count, int first = 0)
        => [.. Enumerable.Range(first, count).Select(static i => new Reading { Sequence = i, Sensor = "s", Level = 0.5 })];

    private Database OneConnection() => Reopen(static o => o.Connections.MaxConnections = 1);

    private static Task InsertAsync(Database db, Reading[] rows, Guid? id = null)
        => InserterCall.InsertAsync(db, db.Provider.CreateInserter(TableMap.For<Reading>(), ConflictAction.Error), InserterCall.Attempt<Reading>(rows, id), Token);

    private static async Task<long> CountAsync(Database db, string counter)
        => (await db.QuerySingleAsync<SessionStatus>(SqlStatement.Raw($"show session status like '{counter}'"), Token)).Value;

    private async Task<int> StoredAsync() => await Db.QuerySingleAsync<int>($"select count(*) from readings", Token);
}
