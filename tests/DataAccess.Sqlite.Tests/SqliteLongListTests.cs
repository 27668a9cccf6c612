using System.Diagnostics;
using CsCheck;
using DataAccess.Conformance;
using Xunit;

namespace DataAccess.Sqlite.Tests;

/// <summary>Lists that are long enough to be sent as one parameter: they find what the same values find as parameters, whatever the column.</summary>
[Collection(TimingCollection.Name)]
public sealed class SqliteLongListTests() : DatabaseSuite(new SqliteEngine())
{
    // Beyond both limits of the provider.
    private const int Long = 300;

    private static readonly string[] Columns = ["i", "r", "n", "t", "c", "b", "x", "d"];

    /// <summary>What is compared with the list: columns of every affinity, and expressions, which have none.</summary>
    private static readonly string[] Operands =
        [.. Columns, "+i", "+t", "i + 0", "t || ''", "cast(t as integer)", "cast(i as text)", "c collate binary", "t collate nocase", "(select x)", "coalesce(x, t)"];

    private static readonly Gen<object?> Values = Gen.OneOf(
        Any(null, 0L, 1L, -1L, "1", "1.0", "01", " 1", "1e0", "", "a", "A", "a ", "\u00e4", "\u00c4", "'", "\"\\/\n\u0001\u2028", "\U0001F600", "null", "true"),
        Any(long.MaxValue, long.MinValue, (1L << 53) + 1, 1L << 53, "9007199254740993", "9223372036854775807", "9223372036854775808", (ulong)long.MaxValue, 9007199254740993m, 0.1m, 1m, true, (byte)1, 'a', '1'),
        Any(new byte[] { 0x31 }, Array.Empty<byte>(), new byte[] { 0, 255 }, "1\u00002"),
        Gen.Int[-3, 3].Select(static i => (object?)i),
        Gen.Long.Select(static i => (object?)i),
        Gen.Guid.Select(static g => (object?)g),
        Gen.String[0, 3].Where(static s => !s.Any(char.IsSurrogate)).Select(static s => (object?)s),
        Gen.DateTime.Select(static t => (object?)t),
        Gen.DateOnly.Select(static t => (object?)t),
        Gen.TimeOnly.Select(static t => (object?)t),
        Gen.TimeSpan.Select(static t => (object?)t),
        Gen.DateTimeOffset.Select(static t => (object?)t));

    protected override async ValueTask SetUpAsync()
        => await RunAsync("create table things (id integer primary key, i integer, r real, n numeric, t text, c text collate nocase, b blob, x, d decimal_text)");

    [Fact]
    public async Task A_long_list_finds_what_its_values_find_as_parameters()
    {
        var rows = Values.Array[40].Single();
        for (var id = 0; id < rows.Length; id++)
        {
            var value = rows[id];
            await Db.ExecuteAsync($"insert into things values ({id}, {value}, {value}, {value}, {value}, {value}, {value}, {value}, {value})", Token);
        }

        await Gen.Select(Values.Array[1, 6], Gen.Int[0, Operands.Length - 1], Gen.Bool, Gen.Int[0, rows.Length - 1]).SampleAsync(
            async (some, operand, isNegated, row) =>
            {
                object?[] list = [.. some, rows[row]];
                await CompareAsync(list, Operands[operand], isNegated);
                if (list.OfType<byte[]>().ToArray() is { Length: > 0 } blobs)
                {
                    await CompareAsync(blobs, Operands[operand], isNegated);
                }
            },
            iter: 1_500,
            threads: 1);
    }

    [Fact]
    public async Task Every_column_finds_every_value_of_its_own()
    {
        object[] values = [1, long.MaxValue, "a\"\\", Guid.NewGuid(), DateTime.UtcNow, DateTimeOffset.Now, DateOnly.MaxValue, TimeOnly.MaxValue, TimeSpan.FromTicks(1), 12.340m, true, 'x', new byte[] { 0, 1 }];
        for (var id = 0; id < values.Length; id++)
        {
            await Db.ExecuteAsync($"insert into things (id, x) values ({id}, {values[id]})", Token);
            object?[] list = [.. Enumerable.Repeat(values[id], Long), null];

            Assert.Contains(id, await Db.QueryAsync<int>($"select id from things where x in {list}", Token));
        }
    }

    [Fact]
    public async Task A_list_may_be_longer_than_the_number_of_parameters()
    {
        await RunAsync("insert into things (id, i) values (1, 1), (2, 99999), (3, 200000)");

        Assert.Equal([2], await Db.QueryAsync<int>($"select id from things where i in {Enumerable.Range(2, 150_000)}", Token));
        Assert.Equal(2, await Db.ExecuteAsync($"delete from things where i not in {Enumerable.Range(2, 150_000)}", Token));
    }

    [Fact]
    public async Task The_time_for_a_list_grows_with_its_length_and_not_with_its_square()
    {
        await RunAsync("with recursive n(i) as (select 1 union all select i + 1 from n where i < 32000) insert into things (id, t) select i, 'n' || i from n");
        var (numbers, names) = (Enumerable.Range(1, 32_000).ToArray(), Enumerable.Range(1, 32_000).Select(static i => $"n{i}").ToArray());
        var time = Stopwatch.StartNew();

        Assert.Equal(32_000, await Db.QuerySingleAsync<int>($"select count(*) from things where id in {numbers}", Token));
        Assert.Equal(32_000, await Db.QuerySingleAsync<int>($"select count(*) from things where t in {names}", Token));
        Assert.Equal(0, await Db.QuerySingleAsync<int>($"select count(*) from things where id in {numbers.Select(static i => long.MaxValue - i)}", Token));

        // It took 5 s and more, each.
        Assert.InRange(time.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(4));
    }

    private static Gen<object?> Any(params object?[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);

    private async Task CompareAsync<TValue>(TValue[] list, string operand, bool isNegated)
    {
        var left = SqlStatement.Raw($"select id from things where {operand} {(isNegated ? "not in" : "in")} ");
        TValue[] padded = [.. list, .. Enumerable.Repeat(list[^1], Long)];
        SqlStatement few = $"{left}{list} order by id";
        SqlStatement many = $"{left}{padded} order by id";

        var (expected, actual) = (await Db.QueryAsync<int>(few, Token), await Db.QueryAsync<int>(many, Token));
        if (!expected.SequenceEqual(actual))
        {
            var id = expected.Except(actual).Concat(actual.Except(expected)).First();
            var stored = await Db.QuerySingleAsync<string>($"select typeof(x) || ' ' || quote(x) from things where id = {id}", Token);
            Assert.Fail($"{stored} {operand} {(isNegated ? "not in" : "in")} ({string.Join(", ", list.Select(static v => $"{v?.GetType().Name} {v}"))})");
        }
    }
}
