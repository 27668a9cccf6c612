using DataAccess.Conformance.Faults;
using Xunit;

namespace DataAccess.Sqlite.Tests.Faults;

/// <summary>The oracle sees each way to break a promise, and only those.</summary>
public sealed class FaultOracleTests
{
    [Theory]
    [InlineData(RowAnswer.Acked, null, 1)]
    [InlineData(RowAnswer.Accepted, null, 1)]
    [InlineData(RowAnswer.Accepted, RowOutcome.NotPersisted, 0)]
    [InlineData(RowAnswer.Accepted, RowOutcome.Unknown, 0)]
    [InlineData(RowAnswer.Accepted, RowOutcome.Unknown, 1)]
    [InlineData(RowAnswer.CancelledInBatch, null, 1)]
    [InlineData(RowAnswer.CancelledInBatch, RowOutcome.NotPersisted, 0)]
    [InlineData(RowAnswer.CancelledInQueue, null, 0)]
    [InlineData(RowAnswer.NotAdmitted, null, 0)]
    [InlineData(RowAnswer.NotPersisted, null, 0)]
    [InlineData(RowAnswer.Unknown, null, 0)]
    [InlineData(RowAnswer.Unknown, null, 1)]
    [InlineData(RowAnswer.Abandoned, null, 0)]
    [InlineData(RowAnswer.Abandoned, null, 1)]
    [InlineData(RowAnswer.Abandoned, RowOutcome.NotPersisted, 0)]
    public void A_kept_promise_is_no_violation(RowAnswer answer, RowOutcome? letter, int stored)
        => Assert.Empty(Violations(answer, letter, stored, isPoison: false));

    [Theory]
    [InlineData(RowAnswer.Acked, null, 0, "not stored")]
    [InlineData(RowAnswer.Acked, null, 2, "more than once")]
    [InlineData(RowAnswer.Acked, RowOutcome.Unknown, 1, "dead letters")]
    [InlineData(RowAnswer.Accepted, null, 0, "not stored")]
    [InlineData(RowAnswer.Accepted, RowOutcome.NotPersisted, 1, "and stored")]
    [InlineData(RowAnswer.CancelledInBatch, null, 0, "not stored")]
    [InlineData(RowAnswer.CancelledInQueue, null, 1, "and stored")]
    [InlineData(RowAnswer.CancelledInQueue, RowOutcome.NotPersisted, 0, "dead letters")]
    [InlineData(RowAnswer.NotAdmitted, null, 1, "and stored")]
    [InlineData(RowAnswer.NotPersisted, null, 1, "and stored")]
    [InlineData(RowAnswer.NotPersisted, RowOutcome.NotPersisted, 0, "dead letters")]
    [InlineData(RowAnswer.NotPersisted, RowOutcome.Unknown, 0, "dead letters")]
    [InlineData(RowAnswer.Unknown, null, 2, "more than once")]
    [InlineData(RowAnswer.Rejected, null, 0, "good row")]
    [InlineData(RowAnswer.Abandoned, null, 2, "more than once")]
    [InlineData(RowAnswer.Abandoned, RowOutcome.NotPersisted, 1, "and stored")]
    [InlineData(RowAnswer.Pending, null, 0, "No true answer")]
    [InlineData(RowAnswer.Unexpected, null, 0, "No true answer")]
    public void A_broken_promise_is_named(RowAnswer answer, RowOutcome? letter, int stored, string words)
        => Assert.Contains(Violations(answer, letter, stored, isPoison: false), violation => violation.Contains(words, StringComparison.Ordinal));

    [Fact]
    public void A_poison_row_may_be_rejected_and_may_not_be_stored()
    {
        Assert.Empty(Violations(RowAnswer.Rejected, null, 0, isPoison: true));
        Assert.NotEmpty(Violations(RowAnswer.Rejected, null, 1, isPoison: true));
    }

    [Fact]
    public void A_row_that_yields_to_another_is_committed_and_may_not_be_stored()
    {
        var row = new RowRecord(new FaultRow { Number = 1 }, isPoison: false) { IsIgnored = true };
        row.Answered(RowAnswer.Acked);
        var statistics = new WriterStatistics(1, 1, 0, 0, 0, 1, 0, 0, 1, 0);

        Assert.Empty(FaultOracle.Violations([row], Stored(0), statistics));
        Assert.NotEmpty(FaultOracle.Violations([row], Stored(1), statistics));
    }

    [Theory]
    [InlineData(0, 0, 0, 1, "0 were counted")]
    [InlineData(2, 0, 0, 0, "2 were counted")]
    [InlineData(1, 1, 0, 1, "ended as Rejected")]
    [InlineData(1, 0, 1, 0, "ended as Unknown")]
    public void Counters_that_do_not_add_up_are_named(int committed, int rejected, int unknown, int queuedBytes, string words)
    {
        var row = new RowRecord(new FaultRow { Number = 1 }, isPoison: false);
        row.Answered(RowAnswer.Acked);
        var statistics = new WriterStatistics(committed + rejected + unknown, committed, rejected, 0, unknown, 1, 0, queuedBytes, InFlightSlots: 1, InFlight: 0);

        Assert.Contains(
            FaultOracle.Violations([row], Stored(1), statistics), violation => violation.Contains(words, StringComparison.Ordinal));
    }

    [Fact]
    public void Bytes_that_stay_counted_are_named()
        => Assert.NotEmpty(FaultOracle.Violations([], Stored(0), new WriterStatistics(0, 0, 0, 0, 0, 0, 0, 1, InFlightSlots: 1, InFlight: 0)));

    [Fact]
    public void A_row_that_was_changed_on_its_way_is_named()
    {
        var row = new RowRecord(new FaultRow { Number = 1, Sensor = "a\\b" }, isPoison: false);
        row.Answered(RowAnswer.Acked);
        var statistics = new WriterStatistics(1, 1, 0, 0, 0, 1, 0, 0, 1, 0);

        Assert.Contains(FaultOracle.Violations([row], Stored(1), statistics), static violation => violation.StartsWith("Stored as another row", StringComparison.Ordinal));
    }

    private static ILookup<long, StoredRow> Stored(int copies)
        => Enumerable.Repeat(new FaultRow { Number = 1 }.AsStored(), copies).ToLookup(static row => row.Number);

    /// <summary>What is said of a row whose counters add up.</summary>
    private static IReadOnlyList<string> Violations(RowAnswer answer, RowOutcome? letter, int stored, bool isPoison)
    {
        var row = new RowRecord(new FaultRow { Number = 1 }, isPoison);
        row.Answered(answer);
        if (letter is { } outcome)
        {
            row.Letter(outcome);
        }

        var end = letter ?? (answer is RowAnswer.Acked or RowAnswer.Accepted or RowAnswer.CancelledInBatch or RowAnswer.Abandoned && stored > 0 ? RowOutcome.Committed
            : answer switch { RowAnswer.Rejected => RowOutcome.Rejected, RowAnswer.NotPersisted => RowOutcome.NotPersisted, RowAnswer.Unknown => RowOutcome.Unknown, _ => null });
        int Count(RowOutcome of) => end == of ? 1 : 0;
        var statistics = new WriterStatistics(
            end is null ? 0 : 1, Count(RowOutcome.Committed), Count(RowOutcome.Rejected), Count(RowOutcome.NotPersisted), Count(RowOutcome.Unknown), 1, 0, 0, InFlightSlots: 1, InFlight: 0);
        return FaultOracle.Violations([row], Stored(stored), statistics);
    }
}
