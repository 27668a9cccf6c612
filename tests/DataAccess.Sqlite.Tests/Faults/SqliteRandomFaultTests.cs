using DataAccess.Conformance.Faults;
using Xunit;

namespace DataAccess.Sqlite.Tests.Faults;

/// <summary>A random mix of what a file can meet: locked by another, no room to grow, a statement interrupted.</summary>
public sealed class SqliteRandomFaultTests : SqliteFaultSuite
{
    [Fact]
    public Task Whatever_goes_wrong_every_row_has_one_outcome_and_it_is_the_true_one() => new FaultCampaign("SQLite", Rig).RunAsync(Token);
}
