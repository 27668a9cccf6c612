using DataAccess.Analyzers.MissingMaps;
using DataAccess.Analyzers.Tests.Running;

namespace DataAccess.Analyzers.Tests.Rows;

/// <summary>A program without reflection is told of each type that needs a map.</summary>
public sealed class MissingMapTests
{
    private static readonly MissingMapAnalyzer Analyzer = new();

    [Theory]
    [InlineData("await [|db.QueryAsync<Row>($\"select 1\")|];")]
    [InlineData("await [|db.QuerySingleOrDefaultAsync<Row>($\"select 1\")|];")]
    [InlineData("[|db.CreateWriter<Row>()|].Dispose();")]
    [InlineData("await foreach (var one in [|db.StreamAsync<Row>($\"select 1\")|]) { }")]
    [InlineData("await [|db.QueryAsync<(int, Row)>($\"select 1\")|];")]
    [InlineData("await [|db.QueryAsync<(int, (int, int))>($\"select 1\")|];")]
    public async Task Calls_with_a_type_that_has_no_map_are_reported(string body)
        => Assert.NotEmpty(await UserCode.CheckAsync(Analyzer, UserCode.Method(body), withoutReflection: true));

    [Theory]
    [InlineData("await db.QueryAsync<int>($\"select 1\");")]
    [InlineData("await db.QueryAsync<int?>($\"select 1\");")]
    [InlineData("await db.QueryAsync<DayOfWeek>($\"select 1\");")]
    [InlineData("await db.ScalarAsync<string>($\"select 1\");")]
    [InlineData("await db.QueryAsync<byte[]>($\"select 1\");")]
    [InlineData("await db.QueryAsync<(int, string)>($\"select 1\");")]
    [InlineData("await db.QuerySingleOrDefaultAsync<(int Id, string? Name, DayOfWeek?)?>($\"select 1\");")]
    [InlineData("await db.QueryAsync<IDictionary<string, object?>>($\"select 1\");")]
    [InlineData("await db.QueryAsync<(int, Dictionary<string, object?>)>($\"select 1\");")]
    [InlineData("db.CreateWriter(new DataAccess.Mapping.TableMap<int>(new(\"t\"), [DataAccess.Mapping.ColumnMap<int>.Create(\"n\", static n => n)])).Dispose();")]
    public async Task Single_values_and_maps_by_hand_need_none(string body)
        => Assert.Empty(await UserCode.FindAsync(Analyzer, UserCode.Method(body), withoutReflection: true));

    [Fact]
    public async Task A_repository_is_reported_at_its_type()
        => Assert.Single(await UserCode.CheckAsync(
            Analyzer, UserCode.File("public sealed record Thing(int Id); public sealed class [|Things|](Database db) : Repository<Thing, int>(db);"), withoutReflection: true));

    [Theory]
    [InlineData("[Row] public sealed record Thing(int Id);", "Thing")]
    [InlineData("[assembly: Row<Thing>] public sealed record Thing(int Id);", "Thing")]
    [InlineData("[assembly: Row<Box<int>>] public sealed record Box<T>(int Id, T Value);", "Box<int>")]
    public async Task A_type_with_a_map_is_not_reported(string type, string name)
        => Assert.Empty(await UserCode.FindAsync(
            Analyzer, UserCode.File($"{type} public sealed class Things(Database db) : Repository<{name}, int>(db);"), withoutReflection: true));

    [Fact]
    public async Task With_reflection_nothing_is_reported()
        => Assert.Empty(await UserCode.FindAsync(Analyzer, UserCode.Method("await db.QueryAsync<Row>($\"select 1\");")));
}
