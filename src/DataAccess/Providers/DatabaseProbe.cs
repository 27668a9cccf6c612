namespace DataAccess.Providers;

/// <summary>
/// Sees what a database sends, and may make it fail; attached by <c>database.Connections.Attach</c>. Made for tests: DataAccess.Testing has a recorder
/// and a fault switch. Called from many threads at once. While none is attached, a call costs one read of a field more.
/// </summary>
public abstract class DatabaseProbe
{
    /// <summary>A connection is about to be leased. What it throws is what the caller gets.</summary>
    public virtual void Leasing()
    {
    }

    /// <summary>Something is about to be sent. What it throws is handled as if the driver had thrown it, and nothing is sent.</summary>
    /// <param name="call">What is sent.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public virtual ValueTask SendingAsync(ProbedCall call, CancellationToken cancellationToken) => default;

    /// <summary>What is sent next by a batch of a writer may commit it. What it throws is handled as if the driver had thrown it then.</summary>
    /// <param name="call">The batch.</param>
    public virtual void Committing(ProbedCall call)
    {
    }

    /// <summary>The answer was read. What it throws is handled as if the driver had thrown it in place of the answer.</summary>
    /// <param name="call">What was sent.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public virtual ValueTask AnsweredAsync(ProbedCall call, CancellationToken cancellationToken) => default;

    /// <summary>The call has ended, well or not. It must not throw.</summary>
    /// <param name="call">What was sent.</param>
    public virtual void Ended(ProbedCall call)
    {
    }
}
