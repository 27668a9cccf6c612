namespace DataAccess.Conformance;

/// <summary>A key inserted by a transaction that is still open, so that whoever inserts it as well has to wait.</summary>
internal sealed class HeldKey
{
    private readonly TaskCompletionSource _letGo = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Task _transaction = Task.CompletedTask;

    public static Task<HeldKey> HoldAsync(Database database, Reading row, CancellationToken cancellationToken)
        => HoldAsync(database, $"insert into readings (sequence, sensor) values ({row.Sequence}, {row.Sensor})", cancellationToken);

    /// <summary>Holds what an insert holds.</summary>
    public static async Task<HeldKey> HoldAsync(Database database, SqlStatement insert, CancellationToken cancellationToken)
    {
        var held = new HeldKey();
        var isHeld = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        held._transaction = database.InTransactionAsync(
            async (tx, ct) =>
            {
                await tx.ExecuteAsync(insert, ct);
                isHeld.SetResult();
                await held._letGo.Task.WaitAsync(ct);
                throw new RolledBackException();
            },
            cancellationToken).AsTask();
        await await Task.WhenAny(isHeld.Task, held._transaction);
        return held;
    }

    /// <summary>Rolls back.</summary>
    public async Task LetGoAsync()
    {
        _letGo.SetResult();
        try
        {
            await _transaction;
        }
        catch (RolledBackException)
        {
            // What was asked for.
        }
    }

    private sealed class RolledBackException : Exception;
}
