using DataAccess.Conformance.Faults;
using Xunit;

namespace DataAccess.Sqlite.Tests.Faults;

/// <summary>The oracle of transactions sees what is half there, twice there, or said wrongly.</summary>
public sealed class TransactionOracleTests
{
    [Theory]
    [InlineData(TransactionAnswer.Committed, 1, 2)]
    [InlineData(TransactionAnswer.Unknown, 1, 2)]
    [InlineData(TransactionAnswer.Unknown)]
    [InlineData(TransactionAnswer.Failed)]
    public void A_kept_promise_is_no_violation(TransactionAnswer answer, params int[] stored) => Assert.Empty(Violations(answer, throwsAtEnd: false, stored));

    [Theory]
    [InlineData(TransactionAnswer.Committed, "not all there")]
    [InlineData(TransactionAnswer.Committed, "not all there", 1)]
    [InlineData(TransactionAnswer.Committed, "not all there", 1, 2, 3)]
    [InlineData(TransactionAnswer.Committed, "more than once", 1, 2, 2)]
    [InlineData(TransactionAnswer.Failed, "some of it is there", 1)]
    [InlineData(TransactionAnswer.Failed, "some of it is there", 1, 2)]
    [InlineData(TransactionAnswer.Unknown, "Neither all nor nothing", 2)]
    [InlineData(TransactionAnswer.Pending, "Nobody was told")]
    public void A_broken_promise_is_named(TransactionAnswer answer, string words, params int[] stored)
        => Assert.Contains(Violations(answer, throwsAtEnd: false, stored), violation => violation.Contains(words, StringComparison.Ordinal));

    [Fact]
    public void One_whose_work_threw_is_not_committed()
        => Assert.Contains(Violations(TransactionAnswer.Committed, throwsAtEnd: true, 1, 2), static violation => violation.Contains("its work threw", StringComparison.Ordinal));

    /// <summary>A transaction whose first attempt came to row 3, and whose last has inserted rows 1 and 2.</summary>
    private static IEnumerable<string> Violations(TransactionAnswer answer, bool throwsAtEnd, params int[] stored)
    {
        var record = new TransactionRecord(throwsAtEnd);
        record.Attempt(3);
        record.Begin();
        foreach (var number in new[] { 1, 2 })
        {
            record.Attempt(number);
            record.Insert(number);
        }

        record.Answered(answer);
        return TransactionOracle.Violations([record], stored.Select(static n => new StoredRow(n, null, "s", null)).ToLookup(static row => row.Number));
    }
}
