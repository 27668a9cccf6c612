namespace DataAccess.Conformance;

/// <summary>Calls a provider's inserter as the writer does, once, without the writer's retries.</summary>
public static class InserterCall
{
    public static BatchAttempt<T> Attempt<T>(ReadOnlyMemory<T> rows, Guid? batchId = null, int commandTimeoutSeconds = 0)
        => new(rows, batchId) { CommandTimeoutSeconds = commandTimeoutSeconds };

    /// <summary>The rows that the attempt left out, and why.</summary>
    public static IReadOnlyList<(int Index, DatabaseFailure Failure)> RejectedOf<T>(BatchAttempt<T> attempt) => attempt.Rejected;

    /// <summary>Sends the attempt on a connection of the pool's, and gives the connection back as the writer would.</summary>
    public static async Task InsertAsync<T>(Database database, BatchInserter<T> inserter, BatchAttempt<T> attempt, CancellationToken cancellationToken)
    {
        await using var lease = await database.Connections.AcquireAsync(ConnectionRole.Writer, cancellationToken);
        try
        {
            await lease.Physical.RunAsync(
                static async (connection, state, token) =>
                {
                    await state.inserter.InsertAsync(new BatchConnection(connection), state.attempt, token);
                    return true;
                },
                (inserter, attempt),
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
