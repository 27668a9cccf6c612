using DataAccess.Connections.Statements;
using Xunit;

namespace DataAccess.Tests;

public sealed class InterruptionTests
{
    [Fact]
    public async Task It_is_repeated_until_the_work_has_ended_and_never_after()
    {
        var count = 0;
        using var third = new SemaphoreSlim(0);
        var interruption = new Interruption(() =>
        {
            if (Interlocked.Increment(ref count) == 3)
            {
                third.Release();
            }
        });

        interruption.Start();
        Assert.True(await third.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken));
        await interruption.EndAsync();

        var ended = Volatile.Read(ref count);
        interruption.Start();
        await interruption.EndAsync();
        Assert.Equal(ended, Volatile.Read(ref count));
    }
}
