using System.Data;
using System.Data.Common;

namespace DataAccess.Tests;

/// <summary>A transaction that writes down what is asked of it, and answers as the test says.</summary>
internal sealed class FakeTransaction(TransactionProvider provider, FakeConnection connection) : DbTransaction
{
    public override IsolationLevel IsolationLevel => IsolationLevel.Unspecified;

    public override bool SupportsSavepoints => true;

    protected override DbConnection DbConnection => connection;

    public override void Commit() => throw new NotSupportedException("Nothing here may be synchronous.");

    public override void Rollback() => throw new NotSupportedException("Nothing here may be synchronous.");

    public override Task CommitAsync(CancellationToken cancellationToken = default) => AnswerAsync("commit");

    public override Task RollbackAsync(CancellationToken cancellationToken = default) => AnswerAsync("rollback");

    public override Task SaveAsync(string savepointName, CancellationToken cancellationToken = default)
        => AnswerAsync($"save {savepointName}");

    public override Task RollbackAsync(string savepointName, CancellationToken cancellationToken = default)
        => AnswerAsync($"rollback to {savepointName}");

    public override Task ReleaseAsync(string savepointName, CancellationToken cancellationToken = default)
        => AnswerAsync($"release {savepointName}");

    private async Task AnswerAsync(string request)
    {
        provider.Sent.Enqueue(request);
        await provider.OnRequest(request, connection);
    }
}
