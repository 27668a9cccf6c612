using System.Diagnostics;
using DataAccess.Conformance;
using DataAccess.Mapping;
using Xunit;

namespace DataAccess.Sqlite.Tests;

/// <summary>What is allocated is counted for the whole process, so nothing else may run.</summary>
[Collection(TimingCollection.Name)]
public sealed class SqliteAllocationTests() : DatabaseSuite(new SqliteEngine())
{
    /// <summary>Far longer than the runtime takes to compile the loop for good, on a busy machine too.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    protected override async ValueTask SetUpAsync()
        => await RunAsync("create table readings (sequence integer not null primary key, sensor varchar(20) not null, level real)");

    [Fact]
    public async Task Nothing_is_allocated_for_a_row_of_a_batch()
    {
        var rows = Enumerable.Range(1, 20_000).Select(static i => new Conformance.Reading { Sequence = i, Sensor = "s", Level = i / 100.0 }).ToArray();
        var inserter = Db.Provider.CreateInserter(TableMap.For<Conformance.Reading>(), ConflictAction.Ignore);

        // Until the runtime has compiled it for good, the checks of types box.
        var smallest = long.MaxValue;
        for (var clock = Stopwatch.StartNew(); smallest > rows.Length && clock.Elapsed < Patience;)
        {
            var before = GC.GetTotalAllocatedBytes(precise: true);
            await InserterCall.InsertAsync(Db, inserter, InserterCall.Attempt<Conformance.Reading>(rows), Token);
            smallest = Math.Min(smallest, GC.GetTotalAllocatedBytes(precise: true) - before);
        }

        Assert.InRange(smallest, 0, rows.Length);
    }
}
