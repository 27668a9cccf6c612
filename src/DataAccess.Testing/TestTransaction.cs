namespace DataAccess.Testing;

/// <summary>
/// A transaction for one test, which is rolled back when it is disposed: nothing of the test stays, and tests on other rows can run at the same time. The code under test is given
/// <see cref="Session"/>; where it begins a transaction, that is a savepoint of this one.
/// </summary>
public sealed class TestTransaction : IAsyncDisposable
{
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task _running;

    private TestTransaction(Database database, TaskCompletionSource<DatabaseTransaction> started, CancellationToken cancellationToken)
        => _running = RunAsync(database, started, cancellationToken);

    /// <summary>The transaction's session, for repositories and all that takes a <see cref="DatabaseSession"/>. It runs one statement at a time.</summary>
    public DatabaseTransaction Session { get; private set; } = null!;

    /// <summary>Begins a transaction.</summary>
    /// <param name="database">The database. What the code under test does with it, or with a writer of it, has another connection, is not seen here and is not rolled back.</param>
    /// <param name="cancellationToken">Cancels the beginning.</param>
    /// <exception cref="PoolTimeoutException">No connection became free in time.</exception>
    /// <exception cref="DatabaseUnavailableException">No connection could be opened.</exception>
    public static async ValueTask<TestTransaction> BeginAsync(Database database, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(database);
        var started = new TaskCompletionSource<DatabaseTransaction>(TaskCreationOptions.RunContinuationsAsynchronously);
        var test = new TestTransaction(database, started, cancellationToken);
        test.Session = await started.Task.ConfigureAwait(false);
        return test;
    }

    /// <summary>Rolls back. Call it after everything that the test has started was awaited.</summary>
    public async ValueTask DisposeAsync()
    {
        _ended.TrySetResult();
        await _running.ConfigureAwait(false);
    }

    private async Task RunAsync(Database database, TaskCompletionSource<DatabaseTransaction> started, CancellationToken cancellationToken)
    {
        try
        {
            await database.InTransactionAsync(
                async (transaction, _) =>
                {
                    started.TrySetResult(transaction);
                    await _ended.Task.ConfigureAwait(false);
                    throw new TestEndedException();
                },
                cancellationToken).ConfigureAwait(false);
        }
        catch (TestEndedException)
        {
            // This is what rolls back.
        }
        catch (Exception exception) when (started.TrySetException(exception))
        {
            // Whoever begins it is told.
        }
    }

    private sealed class TestEndedException : Exception;
}
