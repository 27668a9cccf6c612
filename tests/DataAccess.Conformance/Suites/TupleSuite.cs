using Xunit;

namespace DataAccess.Conformance;

/// <summary>Rows that become value tuples, by the position of their columns.</summary>
public abstract class TupleSuite(TestEngine engine) : DatabaseSuite(engine)
{
    protected override async ValueTask SetUpAsync()
    {
        await RunAsync(
            $"create table parts (id {TypeOf<long>()} not null primary key, name varchar(20), price {TypeOf<decimal>()}, sold {TypeOf<bool>()}, made {TypeOf<DateTime>()}, "
            + $"due {TypeOf<DateOnly>()}, code {TypeOf<Guid>()}, picture {TypeOf<byte[]>()}, grade {TypeOf<int>()})");
        await Db.ExecuteAsync(
            $"insert into parts (id, name, price, sold, made, due, code, picture, grade) values ({1L}, {"bolt"}, {1.7m}, {true}, {Made}, {Due}, {Code}, {Picture}, {DayOfWeek.Friday})", Token);
        await Db.ExecuteAsync($"insert into parts (id) values ({2L})", Token);
    }

    private static DateTime Made { get; } = new(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc);

    private static DateOnly Due { get; } = new(2026, 2, 3);

    private static Guid Code { get; } = new("0f8fad5b-d9cb-469f-a165-70867728950e");

    private static byte[] Picture { get; } = [1, 2, 3];

    [Fact]
    public async Task A_tuple_takes_the_columns_by_position()
    {
        Assert.Equal([(1L, "bolt"), (2L, null)], await Db.QueryAsync<(long Name, string? Id)>($"select id, name from parts order by id", Token));
        Assert.Equal((2L, 1L), await Db.QuerySingleAsync<(long, long)>($"select max(id), min(id) from parts", Token));
        Assert.Equal(("bolt", 1L), await Db.QueryFirstOrDefaultAsync<(string, long)>($"select name, id from parts order by id", Token));
        await foreach (var (id, price) in Db.StreamAsync<(long Id, decimal? Price)>($"select id, price from parts order by id", Token))
        {
            Assert.Equal(id == 1 ? 1.7m : null, price);
        }
    }

    [Fact]
    public async Task Elements_of_every_kind_and_more_than_seven()
    {
        var (id, name, price, sold, made, due, code, picture, grade) = await Db.QuerySingleAsync<(long, string, decimal, bool, DateTime, DateOnly, Guid, byte[], DayOfWeek)>(
            $"select id, name, price, sold, made, due, code, picture, grade from parts where id = 1", Token);
        Assert.Equal((1L, "bolt", 1.7m, true, Made, Due, Code, DayOfWeek.Friday), (id, name, price, sold, made, due, code, grade));
        Assert.Equal(DateTimeKind.Utc, made.Kind);
        Assert.Equal(Picture, picture);

        var none = await Db.QuerySingleAsync<(long, string?, decimal?, bool?, DateTime?, DateOnly?, Guid?, byte[]?, DayOfWeek?)>(
            $"select id, name, price, sold, made, due, code, picture, grade from parts where id = 2", Token);
        Assert.Equal((2L, null, null, null, null, null, null, null, null), none);

        Assert.Equal(
            (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16),
            await Db.QuerySingleAsync<(int, int, int, int, int, int, int, int, int, int, int, int, int, int, int, int)>(
                $"select 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16", Token));
    }

    [Fact]
    public async Task A_tuple_may_be_missing()
    {
        Assert.Null(await Db.QuerySingleOrDefaultAsync<(long, string?)?>($"select id, name from parts where id = {9}", Token));
        Assert.Equal((2L, null), await Db.QuerySingleOrDefaultAsync<(long, string?)?>($"select id, name from parts where id = {2}", Token));
        Assert.Equal((0L, null), await Db.QuerySingleOrDefaultAsync<(long, string?)>($"select id, name from parts where id = {9}", Token));
    }

    [Fact]
    public async Task The_number_of_columns_must_be_the_number_of_elements()
    {
        var more = await Assert.ThrowsAsync<MappingException>(async () => await Db.QueryAsync<(long, string)>($"select id, name, price from parts", Token));
        var fewer = await Assert.ThrowsAsync<MappingException>(async () => await Db.QueryAsync<(long, string)>($"select id from parts", Token));

        Assert.Contains("3 columns (id, name, price), but (Int64, String) has 2 elements", more.Message, StringComparison.Ordinal);
        Assert.Contains("1 columns (id), but (Int64, String) has 2 elements", fewer.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_does_not_fit_names_the_element_and_the_column()
    {
        var fraction = await Assert.ThrowsAsync<MappingException>(async () => await Db.QueryAsync<(long, int)>($"select id, price from parts where id = 1", Token));
        var missing = await Assert.ThrowsAsync<MappingException>(async () => await Db.QueryAsync<(long, bool)>($"select id, sold from parts where id = 2", Token));
        var inner = await Assert.ThrowsAsync<MappingException>(async () => await Db.QueryAsync<(long, (int, int))>($"select 1, 2", Token));

        Assert.All(["'price'", "element 2", "Int32", "1.7"], part => Assert.Contains(part, fraction.Message, StringComparison.Ordinal));
        Assert.All(["'sold'", "null", "element 2", "Boolean"], part => Assert.Contains(part, missing.Message, StringComparison.Ordinal));
        Assert.Contains("is a tuple itself", inner.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_type_that_no_column_holds_is_an_error()
    {
        var error = await Assert.ThrowsAsync<MappingException>(async () => await Db.QueryAsync<(long, Uri)>($"select id, name from parts", Token));

        Assert.Contains("Uri", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Converters_read_elements_too()
    {
        Assert.Equal(
            (1L, new Parcel("bolt"), new Weight(7), null),
            await Db.QuerySingleAsync<(long, Parcel, Weight, Weight?)>($"select id, name, 7, null from parts where id = {1}", Token));
        Assert.Null((await Db.QuerySingleAsync<(long, Parcel?)>($"select id, name from parts where id = {2}", Token)).Item2);
    }

    [Fact]
    public async Task A_generic_method_reads_tuples_too()
    {
        Assert.Equal([(1L, 2)], await PairsAsync<long, int>($"select 1, 2"));
        Assert.Equal([("a", null)], await PairsAsync<string, int?>($"select 'a', null"));

        async Task<IReadOnlyList<(T1, T2)>> PairsAsync<T1, T2>(SqlStatement statement) => await Db.QueryAsync<(T1, T2)>(statement, Token);
    }

    [Fact]
    public async Task Single_values_and_lists_of_them()
    {
        Assert.Equal([7, null], await Db.QueryAsync<int?>($"select case when id = 1 then 7 end from parts order by id", Token));
        Assert.Equal(["bolt", null], await Db.QueryAsync<string?>($"select name from parts order by id", Token));
        Assert.Equal([DayOfWeek.Friday, null], await Db.QueryAsync<DayOfWeek?>($"select grade from parts order by id", Token));
        Assert.Equal([DayOfWeek.Friday], await Db.QueryAsync<DayOfWeek>($"select grade from parts where id = 1", Token));
        Assert.Equal([DayOfWeek.Friday], await Db.QueryAsync<DayOfWeek>($"select 'Friday'", Token));
        Assert.Equal([Picture, null], await Db.QueryAsync<byte[]?>($"select picture from parts order by id", Token));
        Assert.Equal([Due, null], await Db.QueryAsync<DateOnly?>($"select due from parts order by id", Token));
        Assert.Equal([Code], await Db.QueryAsync<Guid>($"select code from parts where id = 1", Token));
        Assert.Equal([true], await Db.QueryAsync<bool>($"select sold from parts where id = 1", Token));
        Assert.Equal([1.7m, null], await Db.QueryAsync<decimal?>($"select price from parts order by id", Token));

        var missing = await Assert.ThrowsAsync<MappingException>(async () => await Db.QueryAsync<int>($"select grade from parts", Token));
        Assert.All(["'grade'", "null", "Int32"], part => Assert.Contains(part, missing.Message, StringComparison.Ordinal));
        var several = await Assert.ThrowsAsync<MappingException>(async () => await Db.QueryAsync<string>($"select id, name from parts", Token));
        Assert.Contains("2 columns", several.Message, StringComparison.Ordinal);
    }

    [ValueConverter<ParcelConverter>]
    public sealed record Parcel(string Label);

    [ValueConverter<WeightConverter>]
    public readonly record struct Weight(int Grams);

    public sealed class ParcelConverter : IValueConverter<Parcel, string>
    {
        public string ToColumn(Parcel value) => value.Label;

        public Parcel FromColumn(string value) => new(value);
    }

    public sealed class WeightConverter : IValueConverter<Weight, int>
    {
        public int ToColumn(Weight value) => value.Grams;

        public Weight FromColumn(int value) => new(value);
    }
}
