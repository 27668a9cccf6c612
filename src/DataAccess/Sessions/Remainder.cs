using System.Data.Common;

namespace DataAccess.Sessions;

/// <summary>The rows of a result that nobody wants any more. A few are read faster than a query is stopped, which takes a connection.</summary>
internal static class Remainder
{
    private const int MaxRows = 1_000;

    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(20);

    /// <summary>Reads a rest, and has the statement stopped where that takes too long, or the caller's time is up.</summary>
    /// <param name="reader">The result, which is at its end afterwards.</param>
    /// <param name="cancel">Stops the statement.</param>
    /// <param name="isBounded">Whether only a small rest is read; else all of it.</param>
    /// <param name="cancellationToken">Stops it at once.</param>
    public static async ValueTask EndAsync(DbDataReader reader, Func<Task> cancel, bool isBounded, CancellationToken cancellationToken)
    {
        var until = isBounded ? 0L : long.MaxValue;
        var isCancelled = false;
        var isInResult = true;
        for (var rows = 0; ; rows++)
        {
            // Without a token, which would end the wait and leave the rows.
            var next = isInResult ? reader.ReadAsync(CancellationToken.None) : reader.NextResultAsync(CancellationToken.None);
            if (!isCancelled)
            {
                until = next.IsCompleted || until != 0 ? until : Environment.TickCount64 + (long)Patience.TotalMilliseconds;
                if ((isBounded && rows >= MaxRows)
                    || cancellationToken.IsCancellationRequested
                    || !await IsThereAsync(next, until, cancellationToken).ConfigureAwait(false))
                {
                    isCancelled = true;
                    await cancel().ConfigureAwait(false);
                }
            }

            var hasMore = await next.ConfigureAwait(false);
            if (!hasMore && !isInResult)
            {
                return;
            }

            isInResult = hasMore;
        }
    }

    /// <summary>Waits for an answer until a time is up; what the answer is, or fails with, is for whoever awaits it.</summary>
    private static async ValueTask<bool> IsThereAsync(Task next, long until, CancellationToken cancellationToken)
    {
        var left = until - Environment.TickCount64;
        if (!next.IsCompleted && left > 0)
        {
            await next.WaitAsync(
                until == long.MaxValue ? Timeout.InfiniteTimeSpan : TimeSpan.FromMilliseconds(left), cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        return next.IsCompleted;
    }
}
