using DataAccess.Repositories;
using DataAccess.Sql;
using Xunit;

namespace DataAccess.Tests;

/// <summary>The text of a statement that is built in one place is found without looking at the rest of the statement.</summary>
public sealed class RenderedTextTests
{
    private readonly SqlTextCache _texts = new(new FakeDialect(), Conversions.Declared);
    private readonly RenderedText _place = new();

    [Fact]
    public void Nothing_is_found_before_a_text_is_kept() => Assert.Null(_place.Find(Select(1)));

    [Fact]
    public void A_text_is_kept_when_it_is_used_again()
    {
        var first = _texts.Get(Select(1));
        Assert.Null(_place.Find(Select(1)));

        Assert.Same(first, _texts.Get(Select(2)));
        Assert.Same(first, _place.Find(Select(3)));
    }

    [Fact]
    public void A_kept_text_is_found_although_the_cache_has_forgotten_it()
    {
        var kept = _texts.Get(Select(1));
        Assert.Same(kept, _texts.Get(Select(1)));
        for (var i = 0; i <= SqlTextCache.Capacity; i++)
        {
            _texts.Get(SqlStatement.Raw($"select {i}"));
        }

        Assert.NotSame(kept, _texts.Get($"select * from t where a = {1}"));
        Assert.Same(kept, _texts.Get(Select(1)));
    }

    [Fact]
    public void The_statement_is_not_read_beyond_the_types_of_its_values()
    {
        var kept = _texts.Get(Select(1));
        _place.Keep(kept);

        Assert.Same(kept, _place.Find($"delete from other where b = {2}"));
    }

    [Fact]
    public void A_null_has_the_text_of_its_type()
    {
        _place.Keep(_texts.Get(Select(1)));

        Assert.NotNull(_place.Find(Select<int?>(null)));
        Assert.Null(_place.Find(Select<long?>(null)));
    }

    [Fact]
    public void Values_of_another_type_or_number_have_another_text()
    {
        var kept = _texts.Get(Select(1));
        _place.Keep(kept);

        Assert.Null(_place.Find(Select(1L)));
        Assert.Null(_place.Find($"select {1} and {1}"));
        Assert.Null(_place.Find(SqlStatement.Raw("select 1")));
        Assert.Equal([typeof(long)], _texts.Get(Select(1L)).ParameterTypes);
    }

    [Fact]
    public void The_last_text_that_was_kept_is_the_one_that_is_found()
    {
        var (whole, large) = (_texts.Get(Select(1)), _texts.Get(Select(1L)));
        _place.Keep(whole);
        _place.Keep(large);

        Assert.Same(large, _place.Find(Select(2L)));
        Assert.Null(_place.Find(Select(2)));
    }

    [Fact]
    public void A_list_is_always_looked_up_because_its_length_changes_the_text()
    {
        foreach (var (keys, parameters) in new (int[], int)[] { ([], 0), ([1], 1), ([1, 2], 2), ([1, 2, 3], 4), ([1, 2, 3, 4], 4), ([1], 1) })
        {
            for (var use = 0; use < 3; use++)
            {
                Assert.Equal(parameters, _texts.Get(Lists(keys)).ParameterTypes.Length);
                Assert.Null(_place.Find(Lists(keys)));
            }
        }
    }

    [Fact]
    public void An_array_is_looked_up_too()
    {
        var arrays = new SqlTextCache(new FakeDialect(arrays: true), Conversions.Declared);

        Assert.Same(arrays.Get(Lists([1])), arrays.Get(Lists([1, 2, 3])));
        Assert.Null(_place.Find(Lists([1])));
    }

    [Fact]
    public async Task Each_database_keeps_texts_of_its_own_dialect()
    {
        await using var fake = new Database(new FakeProvider());
        await using var sqlite = Sqlite.SqliteDatabase.Open(":memory:");
        string[] expected = ["delete from \"row\" where \"id\" = ?0", "delete from \"row\" where \"id\" = @p0"];

        for (var use = 0; use < 3; use++)
        {
            Assert.Equal(expected, new[] { fake, sqlite }.Select(static db => db.Context.Texts.Get(Delete(RepositorySql<Row>.For(db.Context))).Sql), StringComparer.Ordinal);
        }
    }

    private static SqlStatement Delete(RepositorySql<Row> sql) => sql.Delete(sql.ShapeOf<int>(), 1, filter: null);

    [Fact]
    public async Task Callers_who_use_it_first_at_once_all_get_the_one_text()
    {
        const int Callers = 4;
        for (var round = 0; round < 200; round++)
        {
            var (texts, place) = (new SqlTextCache(new FakeDialect(), Conversions.Declared), new RenderedText());
            using var start = new Barrier(Callers);
            var got = await Task.WhenAll(Enumerable.Range(0, Callers).Select(_ => Task.Factory.StartNew(
                () =>
                {
                    start.SignalAndWait(TestContext.Current.CancellationToken);
                    return new[] { texts.Get(Select(1, place)), texts.Get(Select(2, place)) };
                },
                TestContext.Current.CancellationToken,
                TaskCreationOptions.LongRunning,
                TaskScheduler.Default)));

            var text = Assert.Single(got.SelectMany(static both => both).Distinct());
            Assert.Equal("select * from t where a = ?0", text.Sql);
            Assert.Same(text, place.Find(Select(3, place)));
        }
    }

    private SqlStatement Select<T>(T value) => Select(value, _place);

    private static SqlStatement Select<T>(T value, RenderedText place)
    {
        var statement = new SqlStatement(0, 1) { Rendered = place };
        statement.AppendLiteral("select * from t where a = ");
        statement.AppendFormatted(value);
        return statement;
    }

    private SqlStatement Lists(int[] keys)
    {
        var statement = new SqlStatement(0, 1) { Rendered = _place };
        statement.AppendLiteral("select * from t where a in ");
        statement.AppendFormatted(keys);
        return statement;
    }
}
