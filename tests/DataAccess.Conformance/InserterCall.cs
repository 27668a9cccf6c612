using DataAccess.Providers;

namespace DataAccess.Conformance;

/// <summary>Calls a provider's inserter as the writer does, once, without the writer's retries.</summary>
public static class InserterCall
{
    public static BatchAttempt<T> Attempt<T>(ReadOnlyMemory<T> rows, Guid? batchId = null, int commandTimeoutSeconds = 0)
        => new(rows, batchId) { CommandTimeoutSeconds = commandTimeoutSeconds };

    /// <summary>The rows that the attempt left out, and why.</summary>
    public static IReadOnlyList<(int Index, DatabaseFailure Failure)> RejectedOf<T>(BatchAttempt<T> attempt) => attempt.Rejected;

    /// <summary>Sends the attempt on a connection of the pool's, and gives the connection back as the writer would.</summary>
    /// <param name="database">Where to.</param>
    /// <param name="inserter">The provider's.</param>
    /// <param name="attempt">The attempt.</param>
    /// <param name="cancellationToken">The writer's token.</param>
    /// <param name="started">Told of the token that the inserter gets, which is cancelled a moment after the writer's.</param>
    public static async Task InsertAsync<T>(
        Database database, BatchInserter<T> inserter, BatchAttempt<T> attempt, CancellationToken cancellationToken, Action<CancellationToken>? started = null)
    {
        await using var lease = await database.Connections.AcquireAsync(ConnectionRole.Writer, cancellationToken);
        try
        {
            await lease.Physical.RunAsync(
                static async (connection, state, token) =>
                {
                    state.started?.Invoke(token);
                    await state.inserter.InsertAsync(new BatchConnection(connection.Connection, connection.Statements), state.attempt, token);
                    return true;
                },
                (inserter, attempt, started),
                cancellationToken);
        }
        catch (Exception exception)
        {
            var failure = database.Provider.Classify(exception);
            if (failure.Kind == FailureKind.Cancelled)
            {
                lease.Physical.MarkDirty();
            }
            else if (!failure.ServerAnswered)
            {
                lease.Invalidate();
            }

            throw;
        }
    }
}
