using System.Diagnostics;
using Xunit;

namespace DataAccess.Conformance.Faults;

/// <summary>Waits for what somebody else is about to do: until it is so, and not for a fixed time.</summary>
public static class Waiting
{
    /// <summary>Far more than anything here takes; a test that reaches it has failed.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public static Task UntilAsync(string what, Func<bool> condition, TimeSpan? interval = null)
        => UntilAsync(what, () => new ValueTask<bool>(condition()), interval);

    /// <param name="what">What it is, for the message.</param>
    /// <param name="condition">Whether it is so.</param>
    /// <param name="interval">How often it is looked at; as often as can be by default.</param>
    public static async Task UntilAsync(string what, Func<ValueTask<bool>> condition, TimeSpan? interval = null)
    {
        var clock = Stopwatch.StartNew();
        while (!await condition())
        {
            Assert.True(clock.Elapsed < Patience, $"This did not happen within {Patience}: {what}.");
            await Task.Delay(interval ?? TimeSpan.FromMilliseconds(1), TestContext.Current.CancellationToken);
        }
    }
}
