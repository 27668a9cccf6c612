namespace DataAccess;

/// <summary>A caller who waits for the row of a key. He leaves by his own token; the round trip goes on for the others.</summary>
internal sealed class PendingGet<TEntity, TKey>(TKey key) : TaskCompletionSource<TEntity?>(TaskCreationOptions.RunContinuationsAsynchronously)
{
    private CancellationTokenRegistration _registration;

    public TKey Key { get; } = key;

    public void Arm(CancellationToken cancellationToken)
    {
        if (cancellationToken.CanBeCanceled)
        {
            _registration = cancellationToken.UnsafeRegister(
                static (self, token) => ((PendingGet<TEntity, TKey>)self!).TrySetCanceled(token), this);
        }
    }

    public void Complete(TEntity? entity)
    {
        _registration.Dispose();
        TrySetResult(entity);
    }

    public void Fail(Exception exception)
    {
        _registration.Dispose();
        TrySetException(exception);
    }
}
