namespace DataAccess.Writing.Batching;

/// <summary>The destination of closed batches.</summary>
internal interface IBatchSink<T>
{
    /// <summary>The maximum number of bytes of values that the server accepts in one statement, as far as it is known.</summary>
    long StatementLimit { get; }

    /// <summary>Returns an empty batch, to be passed to <see cref="SendAsync"/>.</summary>
    Batch<T> Rent();

    /// <summary>Waits its turn for an in-flight slot, which the next <see cref="SendAsync"/> releases.</summary>
    ValueTask EnterAsync(CancellationToken cancellationToken);

    /// <summary>Sends a batch until each of its rows has its outcome.</summary>
    Task SendAsync(Batch<T> batch);
}
