using System.ComponentModel.DataAnnotations;
using System.ComponentModel.DataAnnotations.Schema;
using DataAccess.Keys;
using DataAccess.Mapping;
using DataAccess.Repositories;
using Xunit;

namespace DataAccess.Conformance;

/// <summary>The statements of a repository find their rows by an index, also with a filter, and pages are not sorted.</summary>
public abstract class RepositoryPlanSuite(TestEngine engine) : DatabaseSuite(engine)
{
    private static readonly DateTime Noon = new(2026, 2, 3, 12, 0, 0, DateTimeKind.Utc);

    private RepositorySql<Visit> Sql => RepositorySql<Visit>.For(Db.Context);

    private static KeyShape<Visit, (int, long)> Key => KeyShapes.Of<Visit, (int, long)>(TableMap.For<Visit>());

    /// <summary>Collects the table's statistics.</summary>
    protected abstract string Analyze { get; }

    /// <summary>The plan of a statement, a line for each step.</summary>
    protected abstract ValueTask<IReadOnlyList<string>> PlanAsync(SqlStatement statement);

    /// <summary>Whether a plan reads a table from end to end.</summary>
    protected abstract bool Scans(IReadOnlyList<string> plan);

    /// <summary>Whether a plan sorts rows.</summary>
    protected abstract bool Sorts(IReadOnlyList<string> plan);

    protected override async ValueTask SetUpAsync()
    {
        await RunAsync(
            $"create table visits (tenant {TypeOf<int>()} not null, number {TypeOf<long>()} not null, placed_at {TypeOf<DateTime>()} not null, note varchar(20), primary key (tenant, number))");
        await RunAsync("create index visits_by_time on visits (placed_at, tenant, number)");
        await RunAsync("create index visits_by_note on visits (note, tenant, number)");
        await new Visits(Db).InsertManyAsync(Enumerable.Range(0, 6_000).Select(static i => new Visit(i % 20, i, Noon.AddMinutes(i), $"n{i}")), Token);
        await RunAsync(Analyze);
    }

    [Fact]
    public async Task A_page_after_a_key_of_several_columns()
        => await AssertAsync($"{Sql.Select} where {Sql.PagedByKey.After([7, 3_000L])[0]}{Sql.PagedByKey.OrderBy} limit 10");

    [Fact]
    public async Task A_page_in_an_order_of_its_own()
    {
        var page = Sql.Paged(PageOrder.ByDescending<Visit>(static v => v.PlacedAt));
        await AssertAsync($"{Sql.Select} where ({page.After([Noon.AddMinutes(500), 7, 3_000L])[0]}){page.OrderBy} limit 10");
    }

    [Fact]
    public async Task A_page_in_the_order_of_what_may_be_null()
    {
        foreach (var order in (PageOrder<Visit>[])[PageOrder.By<Visit>(static v => v.Note), PageOrder.ByDescending<Visit>(static v => v.Note)])
        {
            var page = Sql.Paged(order);
            foreach (var condition in page.After(["n4000", 7, 3_000L]))
            {
                await AssertAsync($"{Sql.Select} where {condition}{page.OrderBy} limit 10");
            }
        }
    }

    [Fact]
    public async Task A_page_in_mixed_directions_enters_the_index_at_its_first_member()
    {
        var page = Sql.Paged(PageOrder.By<Visit>(static v => v.Tenant).ThenByDescending(static v => v.PlacedAt));
        var plan = await PlanAsync($"{Sql.Select} where ({page.After([18, Noon.AddMinutes(500), 3_000L])[0]}){page.OrderBy} limit 10");
        Assert.False(Scans(plan), string.Join('\n', plan));
    }

    [Fact]
    public async Task A_filter_and_a_condition()
    {
        SqlStatement filter = $"tenant = {7} and number > {5}";
        await AssertAsync($"{Sql.SelectFrom(filter)} where note = {"n303"} or note = {"n305"}");
        await AssertAsync($"{Sql.SelectFrom(filter)} order by number limit 10");
        await AssertAsync($"select count(*) from {Sql.RowsOf(filter)} where note = {"n303"}");
    }

    [Fact]
    public async Task Rows_of_several_keys()
    {
        await AssertAsync($"{Sql.Select} where {Sql.ByKey.IsAnyOf(Key, [(7, 7L), (8, 8L), (9, 29L)])}");
        await AssertAsync($"{Sql.ByKey.ByPosition(Key, [(7, 7L), (8, 8L), (9, 29L)])}");
    }

    private async ValueTask AssertAsync(SqlStatement statement)
    {
        var plan = await PlanAsync(statement);
        Assert.False(Scans(plan) || Sorts(plan), $"{statement}\n{string.Join('\n', plan)}");
    }

    [Row]
    [Table("visits")]
    public sealed record Visit([property: Key] int Tenant, [property: Key] long Number, DateTime PlacedAt, string Note);

    private sealed class Visits(DatabaseSession db) : Repository<Visit, (int, long)>(db);
}
