using DataAccess.Sql;
using Xunit;

namespace DataAccess.Tests;

/// <summary>One text for one shape, and another for another.</summary>
public sealed class SqlTextCacheTests
{
    private static readonly int[] Two = [1, 2];
    private static readonly int[] Three = [1, 2, 3];
    private static readonly int[] Four = [1, 2, 3, 4];

    private readonly SqlTextCache _places = new(new FakeDialect(), Conversions.Declared);
    private readonly SqlTextCache _arrays = new(new FakeDialect(arrays: true), Conversions.Declared);

    [Fact]
    public void Statements_that_differ_only_in_their_values_share_one_text()
    {
        int? one = 1;
        int? none = null;

        Assert.Same(_places.Get($"select {1}"), _places.Get($"select {2}"));
        Assert.Same(_places.Get($"select {one}"), _places.Get($"select {none}"));
        Assert.Same(_places.Get($"a in {Three}"), _places.Get($"a in {Four}"));
        Assert.Same(_arrays.Get($"a in {Two}"), _arrays.Get($"a in {Four}"));
    }

    [Fact]
    public void Other_types_texts_names_or_lengths_are_other_shapes()
    {
        Assert.NotSame(_places.Get($"select {1}"), _places.Get($"select {1L}"));
        Assert.NotSame(_places.Get($"select {1}"), _places.Get($"SELECT {1}"));
        Assert.NotSame(_places.Get($"a in {Two}"), _places.Get($"a in {Four}"));
        Assert.NotSame(
            _places.Get($"select {SqlStatement.Identifier("a")}"), _places.Get($"select {SqlStatement.Raw("a")}"));
        Assert.NotSame(_arrays.Get($"a in {Two}"), _arrays.Get($"a = {Two}"));
    }

    [Fact]
    public void Past_its_capacity_it_starts_anew_and_still_gives_the_right_text()
    {
        for (var i = 0; i < (2 * SqlTextCache.Capacity) + 10; i++)
        {
            Assert.Equal($"select {i}", _places.Get(SqlStatement.Raw($"select {i}")).Sql);
        }
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 1)]
    [InlineData(3, 4)]
    [InlineData(5, 8)]
    [InlineData(64, 64)]
    [InlineData(100, 128)]
    [InlineData(200, 200)]
    public void A_list_takes_a_power_of_two_of_places_while_that_is_a_small_share(int count, int places)
        => Assert.Equal(places, ListPlaces.For(count, maxParameters: 1_024));
}
