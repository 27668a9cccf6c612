namespace DataAccess.Sessions;

/// <summary>Cancels a call at its deadline, and tells that from a cancel by the caller.</summary>
internal sealed class CallClock : IDisposable
{
    /// <summary>The pool gives its own answer at the deadline, which says that nothing was sent; it goes first.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromMilliseconds(20);

    private readonly TimeSpan _budget;
    private readonly CancellationTokenSource _timer;
    private readonly CancellationTokenSource _both;

    public CallClock(TimeSpan budget, TimeSpan left, TimeProvider time, CancellationToken cancellationToken)
    {
        _budget = budget;
        _timer = new CancellationTokenSource(left > TimeSpan.Zero ? left + Grace : TimeSpan.Zero, time);
        _both = CancellationTokenSource.CreateLinkedTokenSource(_timer.Token, cancellationToken);
    }

    public CancellationToken Token => _both.Token;

    public bool HasExpired(CancellationToken caller) => _timer.IsCancellationRequested && !caller.IsCancellationRequested;

    public DeadlineExceededException Exceeded(Exception inner)
        => new($"The call did not complete within the session's deadline of {_budget}, and was cancelled.", inner);

    public void Dispose()
    {
        _both.Dispose();
        _timer.Dispose();
    }
}
