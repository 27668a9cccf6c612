using DataAccess.Providers;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace DataAccess.Tests;

/// <summary>Transactions on the fake database, with a clock that the test moves.</summary>
internal sealed class TransactionRig : IAsyncDisposable
{
    public TransactionRig(int maxRetries = 3)
    {
        Options.Retry.MaxRetries = maxRetries;
        Options.Connections.MaxConnections = 1;
        Database = new Database(Provider, Options, time: Time);
    }

    public TransactionProvider Provider { get; } = new();

    public FakeTimeProvider Time { get; } = new();

    public DatabaseOptions Options { get; } = new();

    public Database Database { get; }

    /// <summary>How often the work was begun.</summary>
    public int Runs { get; private set; }

    public string[] Sent => [.. Provider.Sent];

    public int Opened => Provider.Inner.Opens;

    public int Closed => Provider.Inner.Closes;

    /// <summary>Waits until so many connections are closed, which happens behind the caller's back.</summary>
    public Task ClosedAsync(int count) => Eventually.TrueAsync(() => Closed == count);

    /// <summary>The answer to one kind of request is this failure, as often as said.</summary>
    public void Fail(string request, FailureKind kind, int times = int.MaxValue)
        => Provider.OnRequest = (sent, _) => sent == request && times-- > 0 ? throw new FakeException(kind) : default;

    /// <summary>Runs a transaction to its end; the clock goes on meanwhile, so that a retry's wait passes.</summary>
    /// <returns>What the caller is told, or null.</returns>
    public async Task<Exception?> RunAsync(
        Func<DatabaseTransaction, int, CancellationToken, ValueTask> work, CancellationToken cancellationToken = default)
    {
        var running = StartAsync(work, cancellationToken);
        await Eventually.TrueAsync(() => running.IsCompleted, () => Time.Advance(TimeSpan.FromMilliseconds(100)));
        return await Record.ExceptionAsync(() => running);
    }

    /// <summary>Starts a transaction and leaves the clock alone. What the work throws of the fake driver counts as thrown by a statement.</summary>
    public async Task StartAsync(Func<DatabaseTransaction, int, CancellationToken, ValueTask> work, CancellationToken cancellationToken = default)
        => await Database.InTransactionAsync(
            async (transaction, ct) =>
            {
                try
                {
                    await work(transaction, ++Runs, ct);
                }
                catch (FakeException exception)
                {
                    FailureOrigin.Mark(exception, Provider);
                    throw;
                }
            },
            cancellationToken);

    public async ValueTask DisposeAsync()
    {
        var disposing = Database.DisposeAsync().AsTask();
        await Eventually.TrueAsync(() => disposing.IsCompleted, () => Time.Advance(TimeSpan.FromSeconds(1)));
        await disposing;
    }
}
