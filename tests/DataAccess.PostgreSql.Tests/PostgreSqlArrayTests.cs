using CsCheck;
using DataAccess.Conformance;
using DataAccess.Mapping;
using Xunit;

namespace DataAccess.PostgreSql.Tests;

/// <summary>
/// Arrays in array columns: as a parameter, through a repository and through the batching writer, empty and null among them.
/// </summary>
public sealed class PostgreSqlArrayTests() : DatabaseSuite(PostgreSqlEngine.Shared)
{
    private const int Samples = 20;
    private const long TicksPerMicrosecond = 10;

    private static readonly string[] OddTexts = ["", "{1,\"2\"}", "NULL", "\u20ac \U0001F600", "a\\b'"];

    private static readonly Gen<DateTime> Times
        = Gen.Long[0, 4_000_000_000_000_000].Select(static t => DateTime.UnixEpoch.AddTicks(t * TicksPerMicrosecond));

    [Fact]
    public Task Booleans() => RoundTripAsync(Gen.Bool);

    [Fact]
    public Task Shorts() => RoundTripAsync(Gen.Short);

    [Fact]
    public Task Integers() => RoundTripAsync(Gen.Int);

    [Fact]
    public Task Longs() => RoundTripAsync(Gen.Long);

    [Fact]
    public Task Floats() => RoundTripAsync(Gen.Float[-1e30f, 1e30f]);

    [Fact]
    public Task Doubles() => RoundTripAsync(Gen.Double[-1e100, 1e100]);

    [Fact]
    public Task Decimals() => RoundTripAsync(Gen.Decimal[-1e20m, 1e20m]);

    [Fact]
    public Task Texts()
        => RoundTripAsync(Gen.Frequency((2, Gen.String[Gen.Char[' ', '\u00ff'], 0, 30]), (1, Gen.Int[0, OddTexts.Length - 1].Select(static i => OddTexts[i]))));

    [Fact]
    public Task Guids() => RoundTripAsync(Gen.Guid);

    [Fact]
    public Task Dates() => RoundTripAsync(Gen.Int[0, 3_000_000].Select(DateOnly.MinValue.AddDays));

    [Fact]
    public Task Times_of_day() => RoundTripAsync(Gen.Long[0, (TimeSpan.TicksPerDay / TicksPerMicrosecond) - 1].Select(static t => new TimeOnly(t * TicksPerMicrosecond)));

    [Fact]
    public Task Date_times() => RoundTripAsync(Times);

    [Fact]
    public Task Moments_with_an_offset()
        => RoundTripAsync(Gen.Select(Times, Gen.Int[-14, 14]).Select(static (time, hours) => new DateTimeOffset(time).ToOffset(TimeSpan.FromHours(hours))));

    [Fact]
    public Task Binary() => RoundTripAsync(Gen.Byte.Array[0, 20]);

    [Fact]
    public async Task Text_in_an_array_may_be_null_and_a_number_may_not()
    {
        string?[] texts = ["a", null];
        Assert.Equal<string?[]>([texts], await Db.QueryAsync<string?[]>($"select {texts}", Token));

        var error = await Assert.ThrowsAsync<MappingException>(async () => await Db.QueryAsync<Boxed<int>>($"select 1 as id, array[1, null] as value", Token));
        Assert.All(["'value'", "integer[]", "Int32[]"], part => Assert.Contains(part, error.Message, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_column_that_is_no_array_names_member_column_and_types()
    {
        var error = await Assert.ThrowsAsync<MappingException>(async () => await Db.QueryAsync<Boxed<int>>($"select 1 as id, 'x' as value", Token));

        Assert.All(["'value'", "text", "Value", "Int32[]"], part => Assert.Contains(part, error.Message, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_batch_of_several_statements_leaves_out_the_rejected_row_alone()
    {
        await RunAsync("create table boxes (id integer primary key, value integer[] check (cardinality(value) < 3), note jsonb)");
        await using var writer = Db.CreateWriter(Map<int>());
        var outcomes = Enumerable.Range(0, 2_500)
            .Select(i => writer.WriteAsync(new Boxed<int> { Id = i, Value = i == 1_700 ? [1, 2, 3] : [i] }, Token).AsTask())
            .ToArray();

        await Assert.ThrowsAsync<RowRejectedException>(() => outcomes[1_700]);
        await Task.WhenAll(outcomes.Where(static (_, i) => i != 1_700));
        Assert.Equal(2_499, await Db.QuerySingleAsync<long>($"select count(*) from boxes where value = array[id]", Token));
    }

    [Theory]
    [InlineData(2, false)]
    [InlineData(2, true)]
    [InlineData(3_000, true)]
    public async Task Of_keys_that_only_the_database_finds_equal_the_last_wins(int size, bool isOneRejected)
    {
        await RunAsync("create extension if not exists citext");
        await RunAsync("create table named (name citext primary key, numbers integer[] check (cardinality(numbers) < 2))");
        await using var writer = Db.CreateWriter<Named>(new() { OnConflict = ConflictAction.Update, MaxInFlight = 1 });
        var rows = Enumerable.Range(0, size).Select(static i => new Named(i % 2 == 0 ? $"key {i / 2}" : $"KEY {i / 2}", [i])).ToList();
        if (isOneRejected)
        {
            rows.Insert(size / 2, new Named("rejected", [1, 2]));
        }

        var summary = await writer.WriteManyAsync(rows, Token);

        Assert.Equal((size, isOneRejected ? 1L : 0L), (summary.Committed, summary.Rejected));
        Assert.Equal(Enumerable.Range(0, size / 2).Select(static i => (2 * i) + 1), await Db.QueryAsync<int>($"select numbers[1] from named order by 1", Token));
    }

    private static TableMap<Boxed<T>> Map<T>()
        where T : notnull
    {
        var map = TableMap.For<Boxed<T>>();
        return new TableMap<Boxed<T>>(new TableName("boxes"), map.Columns);
    }

    private async Task RoundTripAsync<T>(Gen<T> elements)
        where T : notnull
    {
        await RunAsync($"create table boxes (id integer primary key, value {TypeOf<T[]>()}, note jsonb)");
        T[]?[] sent = [null, [], .. elements.Array[0, 5].Array[Samples].Single()];
        await using var writer = Db.CreateWriter(Map<T>());
        for (var i = 0; i < sent.Length; i++)
        {
            await Db.ExecuteAsync($"insert into boxes (id, value) values ({i}, {sent[i]})", Token);
            await writer.EnqueueAsync(new Boxed<T> { Id = 1_000 + i, Value = sent[i], Note = ["\u20ac"] }, Token);
        }

        await writer.FlushAsync(Token);
        Assert.Equal(0, writer.Statistics.Rejected + writer.Statistics.NotPersisted);
        var rows = await Db.QueryAsync<Boxed<T>>($"select id, value, note from boxes order by id", Token);
        var values = await Db.QueryAsync<T[]?>($"select value from boxes order by id", Token);
        Assert.Equal(2 * sent.Length, rows.Count);
        Assert.All(rows, row => Assert.Equal<T[]?>(sent[row.Id % 1_000], row.Value));
        Assert.All(rows, static row => Assert.Equal<string[]?>(row.Id < 1_000 ? null : ["\u20ac"], row.Note));
        Assert.Equal([.. sent, .. sent], values);
    }

    [Fact]
    public async Task A_repository_keeps_arrays()
    {
        await RunAsync("create table listed (id integer primary key, numbers integer[], texts text[] not null)");
        var repository = new ListedRepository(Db);
        await repository.InsertAsync(new Listed(1, null, []), Token);
        await repository.InsertManyAsync([new Listed(2, [1, 2], ["a", "\U0001F600"]), new Listed(3, [], ["x"])], Token);
        await repository.UpdateAsync(new Listed(1, [7], ["b"]), Token);
        await repository.UpsertAsync(new Listed(3, [int.MaxValue], [""]), Token);

        var rows = (await repository.GetManyAsync([1, 2, 3], Token)).OrderBy(static row => row.Id).ToArray();
        Assert.Equal<int[]?>([[7], [1, 2], [int.MaxValue]], rows.Select(static row => row.Numbers));
        Assert.Equal<string[]>([["b"], ["a", "\U0001F600"], [""]], rows.Select(static row => row.Texts));
    }

    [System.ComponentModel.DataAnnotations.Schema.Table("named")]
    public sealed record Named([property: System.ComponentModel.DataAnnotations.Key] string Name, int[] Numbers);

    private sealed class ListedRepository(Database database) : Repository<Listed, int>(database);

    [System.ComponentModel.DataAnnotations.Schema.Table("listed")]
    public sealed record Listed(int Id, int[]? Numbers, string[] Texts);

    public sealed class Boxed<T>
    {
        public int Id { get; set; }

        public T[]? Value { get; set; }

        [System.ComponentModel.DataAnnotations.Schema.Column(TypeName = "jsonb")]
        public string[]? Note { get; set; }
    }
}
