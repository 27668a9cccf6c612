namespace DataAccess.Writing.Batching;

/// <summary>Where closed batches go.</summary>
internal interface IBatchSink<T>
{
    /// <summary>How many bytes of values the server takes in one statement, as far as it is known.</summary>
    long StatementLimit { get; }

    /// <summary>An empty batch, to be given to <see cref="SendAsync"/>.</summary>
    Batch<T> Rent();

    /// <summary>Waits its turn for an in-flight slot, which the next <see cref="SendAsync"/> frees.</summary>
    ValueTask EnterAsync(CancellationToken cancellationToken);

    /// <summary>Sends a batch until each of its rows has its outcome.</summary>
    Task SendAsync(Batch<T> batch);
}
