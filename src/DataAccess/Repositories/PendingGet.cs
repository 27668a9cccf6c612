using System.Diagnostics.CodeAnalysis;
using DataAccess.Mapping;

namespace DataAccess.Repositories;

/// <summary>A caller that waits for the row of a key. It leaves by its own token or deadline; the round trip goes on for the others.</summary>
internal sealed class PendingGet<[DynamicallyAccessedMembers(MappedMembers.All)] TEntity, TKey>(CoalescingReader<TEntity, TKey> reader, TKey key, long deadline)
    : TaskCompletionSource<TEntity?>(TaskCreationOptions.RunContinuationsAsynchronously)
    where TEntity : notnull
    where TKey : notnull
{
    private CancellationTokenRegistration _registration;

    public TKey Key { get; } = key;

    /// <summary>When its wait for a connection times out; a timestamp of the pool's clock.</summary>
    public long Deadline { get; } = deadline;

    /// <summary>Its neighbours in the queue; guarded by the reader's lock.</summary>
    public PendingGet<TEntity, TKey>? Before { get; set; }

    /// <inheritdoc cref="Before"/>
    public PendingGet<TEntity, TKey>? After { get; set; }

    /// <summary>Whether it is in the queue; guarded by the reader's lock.</summary>
    public bool IsQueued { get; set; }

    /// <summary>The next who asked for the same key in the same round trip.</summary>
    public PendingGet<TEntity, TKey>? SameKey { get; set; }

    /// <summary>How many rows were found for the key.</summary>
    public int Rows { get; set; }

    public void Arm(CancellationToken cancellationToken)
    {
        if (!cancellationToken.CanBeCanceled)
        {
            return;
        }

        _registration = cancellationToken.UnsafeRegister(
            static (self, token) =>
            {
                var waiter = (PendingGet<TEntity, TKey>)self!;
                waiter.Leave();
                waiter.TrySetCanceled(token);
            },
            this);
        if (Task.IsCompleted)
        {
            _registration.Dispose();
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

    private void Leave() => reader.Leave(this);
}
