using DataAccess.Conformance.Faults;
using Xunit;

namespace DataAccess.Sqlite.Tests.Faults;

/// <summary>A stream's summary is held against its dead letters.</summary>
public sealed class StreamRecordTests
{
    [Fact]
    public void A_summary_that_agrees_with_the_dead_letters_is_no_violation()
        => Assert.Empty(Violations(Summary(committed: 2, rejected: 1)));

    [Theory]
    [InlineData(3, 0)]
    [InlineData(2, 0)]
    [InlineData(3, 1)]
    [InlineData(2, 2)]
    public void One_that_does_not_is_named(int committed, int rejected)
        => Assert.Contains(Violations(Summary(committed, rejected)), static words => words.Contains("dead letters", StringComparison.Ordinal));

    [Fact]
    public void Only_an_error_that_somebody_caused_is_none()
    {
        var (cancelled, closed) = (new OperationCanceledException(), new ObjectDisposedException("writer"));

        Assert.Empty(new StreamRecord([], null, cancelled, mayBeGivenUp: true, mayBeClosed: false).Violations());
        Assert.Empty(new StreamRecord([], null, closed, mayBeGivenUp: false, mayBeClosed: true).Violations());
        Assert.NotEmpty(new StreamRecord([], null, cancelled, mayBeGivenUp: false, mayBeClosed: true).Violations());
        Assert.NotEmpty(new StreamRecord([], null, closed, mayBeGivenUp: true, mayBeClosed: false).Violations());
        Assert.NotEmpty(new StreamRecord([], null, new QueueFullException("full"), mayBeGivenUp: true, mayBeClosed: true).Violations());
    }

    private static WriteSummary Summary(int committed, int rejected)
        => new(committed, rejected, 0, 0, 1, TimeSpan.FromSeconds(1), rejected == 0 ? null : new DatabaseFailure(FailureKind.Rejected, null, "no"));

    /// <summary>Of three rows one was rejected.</summary>
    private static IEnumerable<string> Violations(WriteSummary summary)
    {
        RowRecord[] rows = [.. Enumerable.Range(1, 3).Select(static i => new RowRecord(new FaultRow { Number = i }, isPoison: i == 2))];
        rows[1].Letter(RowOutcome.Rejected);
        return new StreamRecord(rows, summary, null, mayBeGivenUp: false, mayBeClosed: false).Violations();
    }
}
