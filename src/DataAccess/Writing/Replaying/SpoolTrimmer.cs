using DataAccess.Sessions;
using DataAccess.Telemetry;
using DataAccess.Threading;
using DataAccess.Writing.Sending;
using DataAccess.Writing.Spooling;

namespace DataAccess.Writing.Replaying;

/// <summary>Removes segments whose rows have ended, the oldest first, and then what the ledger keeps of them.</summary>
internal sealed class SpoolTrimmer(SessionContext session, SpoolDirectory directory, SpoolLog log, Ledger ledger, Action<long> release)
{
    // If the ledger's rows cannot be removed at all, they stay there, and not here.
    private const int MaxDone = 64;

    private Task _running = Task.CompletedTask;
    private int _kicks;

    /// <summary>The segment that is being read; null when none will be read any more.</summary>
    public SpoolSegment? Reading { get; set; }

    /// <summary>Whether the segments that are read are known.</summary>
    public bool IsStarted { get; set; }

    /// <summary>Looks, beside the caller, whether there is something to remove.</summary>
    public void Kick()
    {
        if (Interlocked.Increment(ref _kicks) == 1)
        {
            _running = Detached.RunAsync(LoopAsync);
        }
    }

    /// <summary>Completes when nothing is being removed.</summary>
    public async ValueTask EndAsync()
    {
        Kick();
        while (Volatile.Read(ref _kicks) > 0)
        {
            await _running.ConfigureAwait(false);
        }
    }

    private async Task LoopAsync()
    {
        int kicks;
        do
        {
            kicks = Volatile.Read(ref _kicks);
            try
            {
                await TrimAsync().ConfigureAwait(false);
            }
            catch (Exception exception)
            {
                // What is left is removed later, or at the next start.
                Log.SpoolNotTrimmed(session.Logger, directory.Path, exception.Message);
            }
        }
        while (Interlocked.Add(ref _kicks, -kicks) > 0);
    }

    private async ValueTask TrimAsync()
    {
        while (IsStarted && log.TryTakeOver(Reading) is { } segment)
        {
            await Detached.RunBlockingAsync(() => directory.MarkDone(segment)).ConfigureAwait(false);
            release(segment.Length);
        }

        var done = directory.Done;
        if (done.Count > 0)
        {
            directory.RememberRemoved(done.MaxBy(static d => d.Name.Number).Name);
        }

        for (var i = 0; i < done.Count; i++)
        {
            var isForgotten = await ledger.TryForgetAsync(Enumerable.Range(0, (int)done[i].Attempts).Select(number => SpoolAttempt.Of(done[i].Name, (uint)number).Id)).ConfigureAwait(false);
            if (isForgotten || done.Count - i > MaxDone)
            {
                File.Delete(done[i].Path);
            }
        }
    }
}
