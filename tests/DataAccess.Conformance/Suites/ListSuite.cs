using System.Collections.Immutable;
using Xunit;

namespace DataAccess.Conformance;

/// <summary>Lists after <c>in</c>: of every kind of collection and element, with nulls, and nulls that have no type.</summary>
public abstract class ListSuite(TestEngine engine) : DatabaseSuite(engine)
{
    private enum Small : byte
    {
        Two = 2,
        Four = 4,
    }

    private enum Signed : sbyte
    {
        Two = 2,
        Four = 4,
    }

    private enum Large : ulong
    {
        Two = 2,
        Four = 4,
    }

    /// <summary>Every list that finds the numbers 2 and 4.</summary>
    public static TheoryData<string> Lists => [.. Made().Keys];

    protected override async ValueTask SetUpAsync()
    {
        await RunAsync($"create table things (id {TypeOf<int>()} not null primary key, name varchar(20), letter varchar(1), number {TypeOf<int>()})");
        await RunAsync("insert into things values (1, 'one', 'a', 1), (2, 'two', 'b', 2), (3, 'three', 'c', 3), (4, 'four', 'd', 4), (5, null, null, null)");
    }

    [Theory]
    [MemberData(nameof(Lists))]
    public async Task A_list_finds_what_its_values_equal(string kind)
    {
        var list = Made()[kind];

        Assert.Equal([2, 4], await Db.QueryAsync<int>($"select id from things where number in {list} order by id", Token));
        Assert.Equal([1, 3], await Db.QueryAsync<int>($"select id from things where number not in {list} order by id", Token));
    }

    [Fact]
    public async Task A_fragment_may_begin_with_the_list()
    {
        SqlStatement list = $"in {Enumerable.Range(1, 2)}";

        Assert.Equal(1, await Db.QuerySingleAsync<int>($"select 1 where 2 {list}", Token));
    }

    [Fact]
    public async Task A_list_of_text_finds_what_its_values_equal()
    {
        char[] letters = ['b', 'd'];
        object[] boxed = ['b', 'd'];
        object[] names = ["two", "four"];

        Assert.Equal([2, 4], await Db.QueryAsync<int>($"select id from things where letter in {letters} order by id", Token));
        Assert.Equal([2, 4], await Db.QueryAsync<int>($"select id from things where letter in {boxed} order by id", Token));
        Assert.Equal([2, 4], await Db.QueryAsync<int>($"select id from things where name in {names} order by id", Token));
        Assert.Equal([2, 4], await Db.QueryAsync<int>($"select id from things where name in {names.Select(static n => (string)n)} order by id", Token));
    }

    [Fact]
    public async Task A_null_in_a_list_is_the_null_of_SQL()
    {
        int?[] array = [2, null];
        List<int?> numbers = [null, 2];
        List<string?> names = ["two", null];
        object?[] boxed = [null, 2];
        char?[] letters = ['b', null];
        Small?[] enums = [null, Small.Two];
        byte?[] bytes = [2, null];

        Assert.Equal([2], await Db.QueryAsync<int>($"select id from things where number in {array}", Token));
        Assert.Equal([2], await Db.QueryAsync<int>($"select id from things where number in {numbers}", Token));
        Assert.Equal([2], await Db.QueryAsync<int>($"select id from things where number in {boxed}", Token));
        Assert.Equal([2], await Db.QueryAsync<int>($"select id from things where number in {enums}", Token));
        Assert.Equal([2], await Db.QueryAsync<int>($"select id from things where number in {bytes}", Token));
        Assert.Equal([2], await Db.QueryAsync<int>($"select id from things where name in {names}", Token));
        Assert.Equal([2], await Db.QueryAsync<int>($"select id from things where letter in {letters}", Token));

        // It is not known whether anything differs from null.
        Assert.Empty(await Db.QueryAsync<int>($"select id from things where number not in {array}", Token));
        Assert.Empty(await Db.QueryAsync<int>($"select id from things where number not in {boxed}", Token));
        Assert.Empty(await Db.QueryAsync<int>($"select id from things where name not in {names}", Token));
    }

    [Fact]
    public async Task A_list_of_nothing_but_nulls_finds_nothing()
    {
        int?[] numbers = [null];
        string?[] names = [null, null];
        object?[] boxed = [null];
        object[] none = [DBNull.Value];

        Assert.Empty(await Db.QueryAsync<int>($"select id from things where number in {numbers} or number not in {numbers}", Token));
        Assert.Empty(await Db.QueryAsync<int>($"select id from things where name in {names} or name not in {names}", Token));
        Assert.Empty(await Db.QueryAsync<int>($"select id from things where number in {boxed} or name not in {boxed}", Token));
        Assert.Empty(await Db.QueryAsync<int>($"select id from things where number in {none} or name not in {none}", Token));
    }

    [Fact]
    public async Task An_empty_list_of_any_kind_finds_nothing_and_excludes_nothing()
    {
        Assert.Empty(await Db.QueryAsync<int>($"select id from things where number in {Array.Empty<object>()}", Token));
        Assert.Equal(5, (await Db.QueryAsync<int>($"select id from things where number not in {Array.Empty<object>()}", Token)).Count);
        Assert.Empty(await Db.QueryAsync<int>($"select id from things where number in {Array.Empty<byte>()} or number in {new List<Small>()}", Token));
        Assert.Empty(await Db.QueryAsync<int>($"select id from things where name in {Enumerable.Empty<string>()} or number in {ImmutableArray<int?>.Empty}", Token));
    }

    [Fact]
    public async Task A_null_without_a_type_is_sent_as_null()
    {
        object? nothing = null;

        await Db.ExecuteAsync($"update things set name = {DBNull.Value}, number = {nothing} where id = {1}", Token);

        Assert.Equal([1, 5], await Db.QueryAsync<int>($"select id from things where name is null and number is null order by id", Token));
        Assert.Empty(await Db.QueryAsync<int>($"select id from things where number = {nothing} or name = {DBNull.Value}", Token));
    }

    [Fact]
    public async Task A_list_of_values_of_several_types_is_told_or_finds_them()
    {
        object[] mixed = [2, "4"];
        try
        {
            Assert.Equal([2, 4], await Db.QueryAsync<int>($"select id from things where number in {mixed} order by id", Token));
        }
        catch (ArgumentException exception)
        {
            Assert.Contains("Int32 and String", exception.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_sequence_is_evaluated_once()
    {
        var evaluations = 0;
        IEnumerable<int> Numbers()
        {
            evaluations++;
            yield return 2;
            yield return 4;
        }

        SqlStatement statement = $"select id from things where number in {Numbers()} order by id";
        Assert.Equal([2, 4], await Db.QueryAsync<int>(statement, Token));
        Assert.Equal([2, 4], await Db.QueryAsync<int>(statement, Token));

        Assert.Equal(1, evaluations);
    }

    [Fact]
    public async Task A_list_that_is_no_sequence_is_told()
    {
        var error = await Assert.ThrowsAnyAsync<Exception>(async () => await Db.QueryAsync<int>($"select id from things where number in {new ReadOnlyMemory<int>([2, 4])}", Token));

        Assert.Contains("ReadOnlyMemory", error.Message, StringComparison.Ordinal);
    }

    /// <summary>As objects, so that they are what a caller's variable of that type is.</summary>
    private static Dictionary<string, object> Made() => new(StringComparer.Ordinal)
    {
        ["int"] = new[] { 2, 4 },
        ["int?"] = new int?[] { 2, 4 },
        ["long"] = new List<long> { 2, 4 },
        ["short"] = new short[] { 2, 4 },
        ["byte"] = new byte[] { 2, 4 },
        ["byte list"] = new List<byte> { 2, 4 },
        ["sbyte"] = new sbyte[] { 2, 4 },
        ["ushort"] = new ushort[] { 2, 4 },
        ["uint"] = new uint[] { 2, 4 },
        ["ulong"] = new ulong[] { 2, 4 },
        ["uint?"] = new List<uint?> { 2, 4 },
        ["decimal"] = new[] { 2m, 4.0m },
        ["double"] = new HashSet<double> { 2, 4 },
        ["float"] = new[] { 2f, 4f },
        ["byte enum"] = new[] { Small.Two, Small.Four },
        ["byte enum list"] = new List<Small> { Small.Two, Small.Four },
        ["byte enum?"] = new List<Small?> { Small.Two, Small.Four },
        ["sbyte enum"] = new[] { Signed.Two, Signed.Four },
        ["ulong enum"] = new[] { Large.Two, Large.Four },
        ["enum"] = new[] { (DayOfWeek)2, (DayOfWeek)4 },
        ["object"] = new object[] { 2, 4 },
        ["object list"] = new List<object> { 2, 4 },
        ["object of integers"] = new object[] { (byte)2, 4L },
        ["object of numbers"] = new object[] { 2, 4L, 2.0m, 4.0 },
        ["object of enums"] = new object[] { Small.Two, 4 },
        ["lazy"] = Enumerable.Range(1, 2).Select(static i => 2 * i),
        ["lazy object"] = Enumerable.Range(1, 2).Select(static i => (object)(2L * i)),
        ["set"] = new HashSet<int> { 2, 4 },
        ["immutable"] = ImmutableArray.Create(2, 4),
        ["immutable list"] = ImmutableList.Create<long?>(2, 4),
        ["segment"] = new ArraySegment<int>([1, 2, 4, 5], 1, 2),
        ["dictionary keys"] = new Dictionary<int, string> { [2] = "", [4] = "" }.Keys,
        ["untyped"] = new System.Collections.ArrayList { 2, 4 },
    };
}
