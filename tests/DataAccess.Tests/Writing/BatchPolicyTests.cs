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
                foreach (var commitSent in new[] { false, true })
                {
                    foreach (var rows in new[] { 1, 2, 5_000 })
                    {
                        foreach (var index in new int?[] { null, 0, 1, -1, 5_000 })
                        {
                            foreach (var closing in new[] { false, true })
                            {
                                table.Add(kind, commitSent, rows, index, closing, Expected(kind, commitSent, rows, index, closing).ToString());
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
    public void Each_failure_has_its_step(FailureKind kind, bool commitSent, int rows, int? index, bool closing, string expected)
        => Assert.Equal(
            expected, BatchPolicy.AfterFailure(new DatabaseFailure(kind, null, "", index), commitSent, rows, closing).ToString());

    [Theory]
    [InlineData(0, 0, 100, true)]
    [InlineData(0, 0, 1_000_000, true)]
    [InlineData(1, 60, 40, true)]
    [InlineData(1, 60, 41, false)]
    [InlineData(9, 0, 1, true)]
    [InlineData(10, 0, 1, false)]
    public void A_batch_is_cut_by_rows_and_bytes_but_never_empty(int rows, long bytes, int next, bool fits)
        => Assert.Equal(fits, BatchPolicy.Fits(rows, bytes, next, maxRows: 10, maxBytes: 100));

    /// <summary>The table of DESIGN.md, said another way than the code says it.</summary>
    private static BatchStep Expected(FailureKind kind, bool commitSent, int rows, int? index, bool closing) => kind switch
    {
        FailureKind.Unknown or FailureKind.ConnectionLost or FailureKind.Cancelled when commitSent => BatchStep.Unknown,
        FailureKind.Rejected when rows == 1 => BatchStep.RejectRow,
        FailureKind.Rejected when index is >= 0 and < 5_000 && index < rows => BatchStep.RejectRow,
        FailureKind.Rejected => BatchStep.Split,
        _ when closing => BatchStep.GiveUp,
        FailureKind.Fatal => BatchStep.Stop,
        _ => BatchStep.Retry,
    };
}
