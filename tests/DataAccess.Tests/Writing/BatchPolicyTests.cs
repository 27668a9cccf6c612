using DataAccess.Writing.Batching;
using DataAccess.Writing.Queue;
using DataAccess.Writing.Sending;
using Xunit;

namespace DataAccess.Tests;

/// <summary>What follows an attempt: the whole table of it.</summary>
public sealed class BatchPolicyTests
{
    public static TheoryData<FailureKind, bool, int, int?, bool, string> Table
    {
        get
        {
            var table = new TheoryData<FailureKind, bool, int, int?, bool, string>();
            foreach (var kind in Enum.GetValues<FailureKind>())
            {
                foreach (var isInDoubt in new[] { false, true })
                {
                    foreach (var rows in new[] { 1, 2, 5_000 })
                    {
                        foreach (var index in new int?[] { null, 0, 1, -1, 5_000 })
                        {
                            foreach (var closing in new[] { false, true })
                            {
                                table.Add(kind, isInDoubt, rows, index, closing, Expected(kind, isInDoubt, rows, index, closing).ToString());
                            }
                        }
                    }
                }
            }

            return table;
        }
    }

    [Theory]
    [MemberData(nameof(Table))]
    public void Each_failure_has_its_step(FailureKind kind, bool isInDoubt, int rows, int? index, bool closing, string expected)
        => Assert.Equal(
            expected, FailurePolicy.AfterFailure(new DatabaseFailure(kind, null, "", index), isInDoubt, rows, closing).ToString());

    [Theory]
    [InlineData(null, 1, "RejectRow", FailureKind.Rejected)]
    [InlineData(null, 3, "Split", FailureKind.Rejected)]
    [InlineData(FailureKind.Rejected, 3, "Split", FailureKind.Rejected)]
    [InlineData(FailureKind.Fatal, 1, "Stop", FailureKind.Fatal)]
    [InlineData(FailureKind.Fatal, 3, "Stop", FailureKind.Fatal)]
    [InlineData(FailureKind.Unavailable, 3, "Retry", FailureKind.Unavailable)]
    [InlineData(FailureKind.ConnectionLost, 1, "Retry", FailureKind.ConnectionLost)]
    [InlineData(FailureKind.Unknown, 1, "Retry", FailureKind.Unknown)]
    public void A_fatal_failure_is_of_the_table_only_where_the_table_refuses_no_rows_too(FailureKind? check, int rows, string step, FailureKind told)
    {
        var answer = check is { } kind ? new DatabaseFailure(kind, null, "the table") : (DatabaseFailure?)null;

        var (next, failure) = FailurePolicy.AfterCheck(new DatabaseFailure(FailureKind.Fatal, null, "the batch"), answer, rows);

        Assert.Equal((step, told), (next.ToString(), failure.Kind));
    }

    [Theory]
    [InlineData(127, 0, true)]
    [InlineData(128, 0, false)]
    [InlineData(255, 1, true)]
    [InlineData(256, 1, false)]
    [InlineData(int.MaxValue, int.MaxValue, true)]
    public void The_search_for_rejected_rows_goes_on_while_others_are_found(int rejected, int committed, bool goesOn)
        => Assert.Equal(goesOn, FailurePolicy.IsWorthSearching(rejected, committed));

    [Theory]
    [InlineData(0, 0, 100, 1_000, null)]
    [InlineData(0, 0, 1_000_000, 1_000, null)]
    [InlineData(0, 0, 1_000_000, 50, null)]
    [InlineData(1, 60, 40, 1_000, null)]
    [InlineData(1, 60, 41, 1_000, "Bytes")]
    [InlineData(1, 40, 11, 50, "Packet")]
    [InlineData(1, 60, 41, 100, "Bytes")]
    [InlineData(9, 0, 1, 1_000, null)]
    [InlineData(10, 0, 1, 1_000, "Rows")]
    public void A_batch_is_cut_by_rows_bytes_and_packet_but_never_empty(int rows, long bytes, int next, long packet, string? reason)
        => Assert.Equal(reason, BatchPolicy.FullBefore(rows, bytes, next, new BatchLimits(10, 100, packet, TimeSpan.Zero))?.ToString());

    [Theory]
    [InlineData(1, 1, 0.0, false, false, 0.0, "Idle")]
    [InlineData(1, 1, 0.0, false, false, 5.0, null)]
    [InlineData(9, 99, 4.9, false, false, 5.0, null)]
    [InlineData(1, 1, 5.0, false, false, 5.0, "Age")]
    [InlineData(10, 1, 0.0, false, false, 5.0, "Rows")]
    [InlineData(1, 100, 0.0, false, false, 5.0, "Bytes")]
    [InlineData(1, 1, 0.0, true, false, 5.0, "Flush")]
    [InlineData(1, 1, 0.0, false, true, 5.0, "Drain")]
    [InlineData(1, 1, 9.0, true, true, 5.0, "Drain")]
    public void Rows_wait_for_company_up_to_an_age(
        int rows, long bytes, double age, bool flush, bool closed, double linger, string? reason)
        => Assert.Equal(
            reason,
            BatchPolicy.ReasonToClose(
                new QueueState(rows, bytes, TimeSpan.FromSeconds(age), flush, closed),
                new BatchLimits(10, 100, 1_000, TimeSpan.FromSeconds(linger)))?.ToString());

    /// <summary>The table of docs/writing.md, said another way than the code says it.</summary>
    private static BatchStep Expected(FailureKind kind, bool isInDoubt, int rows, int? index, bool closing) => kind switch
    {
        _ when isInDoubt => BatchStep.Unknown,
        FailureKind.Rejected when rows == 1 => BatchStep.RejectRow,
        FailureKind.Rejected when index is >= 0 and < 5_000 && index < rows => BatchStep.RejectRow,
        FailureKind.Rejected => BatchStep.Split,
        _ when closing => BatchStep.GiveUp,
        FailureKind.Fatal => BatchStep.CheckTable,
        _ => BatchStep.Retry,
    };
}
