using System.Diagnostics;
using Xunit;

namespace DataAccess.Tests;

/// <summary>Waits for what other threads are about to do: until it is so, and not for a fixed time.</summary>
internal static class Eventually
{
    /// <summary>Far more than anything here takes; a test that reaches it has failed.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    public static Task TrueAsync(Func<bool> condition) => TrueAsync(condition, static () => { });

    /// <param name="condition">What has to become true.</param>
    /// <param name="meanwhile">Done between two looks, such as moving a clock.</param>
    public static async Task TrueAsync(Func<bool> condition, Action meanwhile)
    {
        var watch = Stopwatch.StartNew();
        while (!condition())
        {
            Assert.True(watch.Elapsed < Patience, "What the test waits for did not happen.");
            meanwhile();
            await Task.Delay(1, TestContext.Current.CancellationToken);
        }
    }
}
