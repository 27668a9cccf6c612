using Microsoft.Extensions.Time.Testing;

namespace DataAccess.Tests;

/// <summary>A clock whose timers ring a while too early, as coarse ones do.</summary>
internal sealed class EarlyTimeProvider(TimeSpan early) : FakeTimeProvider
{
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        => new EarlyTimer(base.CreateTimer(callback, state, dueTime, period), early);

    private sealed class EarlyTimer(ITimer inner, TimeSpan early) : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period)
            => inner.Change(dueTime > early ? dueTime - early : dueTime, period);

        public void Dispose() => inner.Dispose();

        public ValueTask DisposeAsync() => inner.DisposeAsync();
    }
}
