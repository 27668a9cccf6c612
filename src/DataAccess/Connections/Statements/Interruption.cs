namespace DataAccess.Connections.Statements;

/// <summary>
/// Stops a statement of a blocking driver when its caller cancels. An interrupt that arrives before the statement has
/// begun has no effect, so it is repeated until the work has ended; and none is sent after that, when it would hit the next statement.
/// </summary>
internal sealed class Interruption(Action interrupt)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(10);

    private volatile bool _ended;
    private volatile Task? _loop;

    /// <summary>Called when the caller cancels.</summary>
    public void Start() => _loop = RepeatAsync();

    /// <summary>Called when the work has ended; returns when no interrupt can be sent any more.</summary>
    public async ValueTask EndAsync()
    {
        _ended = true;
        if (_loop is { } loop)
        {
            await loop.ConfigureAwait(false);
        }
    }

    private async Task RepeatAsync()
    {
        while (!_ended)
        {
            interrupt();
            await Task.Delay(Interval).ConfigureAwait(false);
        }
    }
}
