using System.Data.Common;

namespace DataAccess.Tests;

/// <summary>An exception of the fake driver, which says itself what it means.</summary>
internal sealed class FakeException(DatabaseFailure failure) : DbException(failure.Message)
{
    public FakeException(FailureKind kind, int? rowIndex = null)
        // A cancel without a server's code says nothing of what the server did.
        : this(new DatabaseFailure(kind, kind == FailureKind.Cancelled ? null : "F0001", $"the fake says {kind}", rowIndex))
    {
    }

    public DatabaseFailure Failure { get; } = failure;
}
