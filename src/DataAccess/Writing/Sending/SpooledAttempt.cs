using DataAccess.Writing.Spooling;

namespace DataAccess.Writing.Sending;

/// <summary>An attempt to send rows of the spool, as it is recorded there.</summary>
internal sealed class SpooledAttempt(SpoolLog log, SpoolRanges rows)
{
    private SpoolAttempt? _recorded;

    /// <summary>Records, on the disk, that the rows are about to be sent; returns the id under which the ledger will know them.</summary>
    public async ValueTask<Guid> BeginAsync(CancellationToken cancellationToken)
    {
        var recorded = await log.BeginAttemptAsync(rows, cancellationToken).ConfigureAwait(false);
        _recorded = recorded;
        return recorded.Id;
    }

    /// <summary>Records how it ended, if that is known. Otherwise the ledger is asked at the next start.</summary>
    public void End(in BatchResult result)
    {
        if (_recorded is { } recorded && result.Step != BatchStep.Unknown)
        {
            // Where the inserter left out every row it has committed nothing.
            log.EndAttempt(recorded, rows, isCommitted: result.Step == BatchStep.Ack && result.LeftOut.Count == 0);
        }
    }
}
