using DataAccess.Connections.Statements;
using DataAccess.Providers;

namespace DataAccess.Sessions;

/// <summary>The trace and the log of one stream: how it ended, how long it took, and how many rows it gave.</summary>
internal sealed class StreamWatch(DatabaseProvider provider, QueryLog log, StatementCall call)
{
    private readonly OperationScope _operation = OperationScope.Begin(provider, call.Text);
    private DatabaseFailure? _failure;

    /// <summary>How many rows were given.</summary>
    public long Rows { get; set; }

    /// <summary>Remembers what it failed with; the first counts. For an exception filter, so always false.</summary>
    public bool Note(Exception exception)
    {
        _failure ??= provider.Classify(exception);
        return false;
    }

    /// <summary>Ends it. One that was left early has not failed.</summary>
    /// <returns>How long it took.</returns>
    public TimeSpan End()
    {
        var elapsed = _operation.Elapsed;
        _operation.End(_failure);
        if (_failure is { } failure)
        {
            log.Failed(call, failure, Rows);
        }
        else
        {
            _operation.Returned(Rows);
            log.Streamed(call, elapsed, Rows);
        }

        return elapsed;
    }
}
