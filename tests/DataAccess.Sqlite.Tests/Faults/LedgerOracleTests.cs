using DataAccess.Conformance.Faults;
using Xunit;

namespace DataAccess.Sqlite.Tests.Faults;

/// <summary>The ledger's oracle sees a batch that is there twice or not at all, and a row that need not be unknown.</summary>
public sealed class LedgerOracleTests
{
    [Theory]
    [InlineData(true, false, 3, 0, 0)]
    [InlineData(true, false, 4, 1, 0)]
    [InlineData(true, true, 3, 0, 1)]
    [InlineData(true, true, 4, 0, 1)]
    [InlineData(false, false, 0, 1, 5)]
    public void A_ledger_that_adds_up_is_no_violation(bool isOn, bool mayBeUnknown, int committed, int rejected, int unknown)
        => Assert.Empty(LedgerOracle.Violations(isOn, mayBeUnknown, committed, Statistics(rejected, unknown)));

    [Theory]
    [InlineData(true, false, 2, 0, 0, "2 committed")]
    [InlineData(true, false, 4, 0, 0, "4 committed")]
    [InlineData(true, false, 3, 0, 1, "could be asked")]
    [InlineData(false, false, 1, 0, 0, "1 committed")]
    public void One_that_does_not_is_named(bool isOn, bool mayBeUnknown, int committed, int rejected, int unknown, string words)
        => Assert.Contains(
            LedgerOracle.Violations(isOn, mayBeUnknown, committed, Statistics(rejected, unknown)), violation => violation.Contains(words, StringComparison.Ordinal));

    [Theory]
    [InlineData(3, 0)]
    [InlineData(6, 0)]
    [InlineData(2, 1)]
    [InlineData(7, 1)]
    public void Another_writer_may_have_removed_its_own_entries_and_no_other(int committed, int violations)
        => Assert.Equal(violations, LedgerOracle.Violations(true, false, committed, Statistics(0, 0), Statistics(0, 0)).Count());

    private static WriterStatistics Statistics(int rejected, int unknown) => new(10, 10 - rejected - unknown, rejected, 0, unknown, 3, 0, 0, 1, 0);
}
