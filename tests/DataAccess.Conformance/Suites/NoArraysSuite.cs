using System.ComponentModel.DataAnnotations.Schema;
using Xunit;

namespace DataAccess.Conformance;

/// <summary>What an engine without array columns says of one.</summary>
public abstract class NoArraysSuite(TestEngine engine) : DatabaseSuite(engine)
{
    [Fact]
    public void A_repository_names_member_type_and_the_way_out() => AssertHelps(Assert.Throws<MappingException>(() => new ListedRepository(Db)));

    [Fact]
    public void A_writer_is_not_even_made() => AssertHelps(Assert.Throws<MappingException>(() => Db.CreateWriter<Listed>()));

    [Fact]
    public async Task A_result_names_column_member_and_types()
    {
        var error = await Assert.ThrowsAsync<MappingException>(async () => await Db.QueryAsync<Listed>($"select 1 as id, {"{1,2}"} as numbers", Token));

        Assert.Contains("'numbers'", error.Message, StringComparison.Ordinal);
        AssertHelps(error);
    }

    [Fact]
    public async Task A_parameter_names_its_type_and_the_connection_stays_usable()
    {
        int[] numbers = [1, 2];
        var error = await Assert.ThrowsAsync<MappingException>(async () => await Db.QueryAsync<int>($"select {numbers}", Token));

        Assert.Contains("Int32[]", error.Message, StringComparison.Ordinal);
        Assert.Contains("JSON", error.Message, StringComparison.Ordinal);
        Assert.Equal([2], await Db.QueryAsync<int>($"select 2 where 2 in {numbers}", Token));
    }

    private static void AssertHelps(MappingException error)
        => Assert.All(["Numbers", "Int32[]", "JSON"], part => Assert.Contains(part, error.Message, StringComparison.Ordinal));

    private sealed class ListedRepository(Database database) : Repository<Listed, int>(database);

    /// <summary>A row with an array.</summary>
    [Table("listed")]
    public sealed class Listed
    {
        public int Id { get; set; }

        public int[]? Numbers { get; set; }
    }
}
