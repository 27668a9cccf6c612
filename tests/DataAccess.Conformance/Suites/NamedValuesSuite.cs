using Xunit;

namespace DataAccess.Conformance;

/// <summary>Rows whose columns are known only at run time: dictionaries, and <c>dynamic</c>.</summary>
public abstract class NamedValuesSuite(TestEngine engine) : DatabaseSuite(engine)
{
    private static readonly DateTime Made = new(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc);

    /// <summary>What a time is read as, where nothing is said of its type.</summary>
    protected virtual object NaturalTime => Made;

    /// <summary>What a date is read as.</summary>
    protected abstract object NaturalDate { get; }

    /// <summary>The type that a boolean is read as.</summary>
    protected abstract Type NaturalBoolean { get; }

    /// <summary>What 1.5 of the type of a decimal is read as.</summary>
    protected virtual object NaturalDecimal => 1.5m;

    /// <summary>What the integers of this database are read as.</summary>
    protected virtual object NaturalInt(int value) => value;

    protected override async ValueTask SetUpAsync()
    {
        await RunAsync($"create table things (id {TypeOf<int>()} not null primary key, full_name varchar(20), price {TypeOf<decimal>()}, made {TypeOf<DateTime>()}, flag {TypeOf<bool>()})");
        await Db.ExecuteAsync($"insert into things (id, full_name, price, made, flag) values ({1}, {"bolt"}, {1.5m}, {Made}, {true})", Token);
        await Db.ExecuteAsync($"insert into things (id) values ({2})", Token);
    }

    [Fact]
    public async Task A_dictionary_has_the_columns_in_order()
    {
        var rows = await Db.QueryAsync<IDictionary<string, object?>>($"select full_name, id, price from things order by id", Token);

        Assert.Equal(["full_name", "id", "price"], rows[0].Keys);
        Assert.Equal(["bolt", NaturalInt(1), NaturalDecimal], rows[0].Values);
        Assert.Equal([null, NaturalInt(2), null], rows[1].Values);
        Assert.Equal("bolt", rows[0]["Full_Name"]);
        rows[0]["more"] = 1;
        Assert.False(rows[1].ContainsKey("more"));
    }

    [Fact]
    public async Task Every_form_of_a_dictionary()
    {
        var plain = await Db.QuerySingleAsync<Dictionary<string, object?>>($"select id, full_name from things where id = {1}", Token);
        var read = await Db.QuerySingleAsync<IReadOnlyDictionary<string, object?>>($"select id, full_name from things where id = {1}", Token);
        var ordered = await Db.QuerySingleAsync<OrderedDictionary<string, object?>>($"select id, full_name from things where id = {1}", Token);

        Assert.Equal("bolt", plain["full_name"]);
        Assert.Equal("bolt", read["full_name"]);
        Assert.Equal("bolt", ordered.GetAt(1).Value);
        Assert.Null(await Db.QueryFirstOrDefaultAsync<IDictionary<string, object?>>($"select id from things where id = {9}", Token));
    }

    [Fact]
    public async Task Dynamic_has_the_columns_as_members()
    {
        dynamic row = await Db.QuerySingleAsync<dynamic>($"select id, full_name, price as Price from things where id = {1}", Token);

        Assert.Equal("bolt", (string)row.full_name);
        Assert.Equal("bolt", (string)row.FullName);
        Assert.Equal(NaturalDecimal, (object)row.price);
        Assert.Equal(["id", "full_name", "Price"], ((IDictionary<string, object?>)row).Keys, StringComparer.OrdinalIgnoreCase);
        var missing = Assert.Throws<MappingException>(() => (object)row.other);
        Assert.Contains("'other'", missing.Message, StringComparison.Ordinal);
        Assert.Contains("id, full_name", missing.Message, StringComparison.Ordinal);
        await foreach (var one in Db.StreamAsync<dynamic>($"select count(*) as n from things", Token))
        {
            Assert.Equal(2L, (long)one.n);
        }
    }

    [Fact]
    public async Task A_single_object_is_a_value()
    {
        Assert.Equal("bolt", await Db.ScalarAsync<object>($"select full_name from things where id = {1}", Token));
        Assert.Equal(NaturalInt(1), (await Db.QuerySingleAsync<(object, string)>($"select id, full_name from things where id = {1}", Token)).Item1);
    }

    [Fact]
    public async Task Two_columns_of_one_name_are_an_error()
    {
        var error = await Assert.ThrowsAsync<MappingException>(async () => await Db.QueryAsync<IDictionary<string, object?>>($"select id, full_name, id as ID from things", Token));

        Assert.Contains("'id' (column 1)", error.Message, StringComparison.Ordinal);
        Assert.Contains("(column 3)", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Values_are_of_the_databases_own_types()
    {
        await RunAsync($"create table others (due {TypeOf<DateOnly>()}, bytes {TypeOf<byte[]>()}, big {TypeOf<long>()})");
        await Db.ExecuteAsync($"insert into others (due, bytes, big) values ({new DateOnly(2026, 2, 3)}, {new byte[] { 1, 2 }}, {5L})", Token);
        var row = await Db.QuerySingleAsync<IDictionary<string, object?>>($"select made, flag, due, bytes, big from things, others where id = {1}", Token);

        Assert.Equal(NaturalTime, row["made"]);
        Assert.Equal(NaturalDate, row["due"]);
        Assert.All(row.Values.OfType<DateTime>(), static time => Assert.Equal(DateTimeKind.Utc, time.Kind));
        Assert.Equal((1, NaturalBoolean), (Convert.ToInt32(row["flag"], null), row["flag"]!.GetType()));
        Assert.Equal([1, 2], Assert.IsType<byte[]>(row["bytes"]));
        Assert.Equal(5L, row["big"]);
    }
}
