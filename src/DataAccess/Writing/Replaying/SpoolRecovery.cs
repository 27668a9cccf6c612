using DataAccess.Sessions;
using DataAccess.Telemetry;
using DataAccess.Writing.Sending;
using DataAccess.Writing.Spooling;

namespace DataAccess.Writing.Replaying;

/// <summary>Determines which rows that an earlier process has left are still to be written.</summary>
internal sealed class SpoolRecovery(SessionContext session, SpoolDirectory directory, SpoolLog log, Ledger ledger, Action<SpoolSegment, SpoolDamage> onDamage)
{
    private const uint AttemptsAskedFor = 64;

    /// <summary>
    /// The row before which an attempt may have been committed whose record is damaged, so that it is not known which rows it had; 0 if there is none.
    /// A row before it that is in no other attempt that was committed must not be sent again.
    /// </summary>
    public long DoubtfulBefore { get; private set; }

    /// <summary>The rows that were lost.</summary>
    public long LostRows { get; private set; }

    /// <summary>Reads the segments and settles what was being sent; returns the number of rows that are still to be written.</summary>
    /// <param name="left">The segments, in order.</param>
    /// <param name="abort">Cancelled when the writer's time is up.</param>
    public async ValueTask<long> RunAsync(IReadOnlyList<SpoolSegment> left, CancellationToken abort)
    {
        var scan = new SpoolScan(onDamage, OnLost);
        foreach (var segment in left)
        {
            await scan.ReadAsync(segment, abort).ConfigureAwait(false);
        }

        scan.EndReading();
        var open = scan.Open.Where(attempt => scan.AreOpen(attempt.Value)).ToList();
        var rows = left.Sum(static s => s.Open);
        log.CountLeft(rows);
        if (rows > 0)
        {
            Log.SpoolReplayed(session.Logger, directory.Path, rows, open.Count + scan.Missing.Count);
        }

        // Nothing is sent before all of them are settled: rows with one key keep their order.
        var ended = new List<(SpoolAttempt Attempt, SpoolRanges Rows, bool IsCommitted)>();
        foreach (var (attempt, attempted) in open)
        {
            var isCommitted = await IsCommittedAsync(attempt, abort).ConfigureAwait(false);
            ended.Add((attempt, attempted, isCommitted));
            if (isCommitted)
            {
                scan.EndAll(attempted);
            }
        }

        foreach (var (attempt, before) in scan.Missing)
        {
            if (await IsCommittedAsync(attempt, abort).ConfigureAwait(false))
            {
                DoubtfulBefore = Math.Max(DoubtfulBefore, before);
            }
        }

        foreach (var segment in left.Where(_ => rows > 0))
        {
            await FindCutOffAsync(segment, abort).ConfigureAwait(false);
        }

        scan.EndLost();
        LostRows = scan.LostRows;
        log.AddLeft(left);
        foreach (var (attempt, attempted, isCommitted) in ended)
        {
            log.EndAttempt(attempt, attempted, isCommitted);
        }

        return left.Sum(static s => s.Open);
    }

    private void OnLost(SpoolSegment segment)
    {
        if (segment.IsLost && segment.Length > 0)
        {
            onDamage(segment, new SpoolDamage(0, File.ReadAllBytes(segment.Path), IsTail: false));
        }

        Log.SpoolFileCut(session.Logger, segment.Path, segment.Expected.Length, segment.Length, segment.Expected.Rows);
    }

    /// <summary>
    /// Looks for attempts after the last one that is recorded. After a crash there is none, as each is on the disk before anything of it is sent; but a disk may lose the end of a file, or all of it.
    /// </summary>
    private async ValueTask FindCutOffAsync(SpoolSegment segment, CancellationToken abort)
    {
        var expected = segment.Expected.Attempts;
        if (segment.IsLost || segment.Attempts < expected)
        {
            // The last of them may still be on their way to the database: they are closed, or found.
            var end = segment.IsLost ? expected + AttemptsAskedFor : expected;
            for (var number = Math.Max(segment.Attempts, end - Math.Min(end, 2 * AttemptsAskedFor)); number < end; number++)
            {
                await IsCommittedAsync(SpoolAttempt.Of(segment.Name, number), abort).ConfigureAwait(false);
            }
        }

        while (true)
        {
            var committed = await ledger.FindCommittedAsync([.. Enumerable.Range(0, (int)AttemptsAskedFor).Select(i => SpoolAttempt.Of(segment.Name, segment.Attempts + (uint)i).Id)], abort).ConfigureAwait(false);
            if (committed > 0)
            {
                DoubtfulBefore = Math.Max(DoubtfulBefore, segment.Name.RowAt(segment.WrittenRows));
            }
            else if (segment.Attempts >= expected)
            {
                return;
            }

            // Their rows in the ledger are removed with the segment.
            segment.Attempts += AttemptsAskedFor;
        }
    }

    private async ValueTask<bool> IsCommittedAsync(SpoolAttempt attempt, CancellationToken abort)
        => await ledger.SettleAsync(attempt.Id, long.MaxValue, new BatchAge(session.Time), isKept: true).ConfigureAwait(false) switch
        {
            LedgerAnswer.Committed => true,
            LedgerAnswer.Closed => false,
            _ => throw new OperationCanceledException(abort),
        };
}
