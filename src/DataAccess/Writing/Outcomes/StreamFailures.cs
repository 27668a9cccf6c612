using System.Runtime.ExceptionServices;

namespace DataAccess.Writing.Outcomes;

/// <summary>The failed rows of one stream: the first ones are kept, and the stream's handler, if it has one, is told of each.</summary>
internal sealed class StreamFailures<T>(FailureHandler<T>? handler)
{
    private const int MaxKept = 100;

    private readonly Lock _lock = new();
    private readonly List<WriteFailure> _kept = [];
    private DatabaseFailure? _first;
    private ExceptionDispatchInfo? _handlerFailure;
    private volatile bool _isLeft;

    /// <summary>The exception that the handler threw, after which the stream ends; null if there was none.</summary>
    public ExceptionDispatchInfo? HandlerFailure => Volatile.Read(ref _handlerFailure);

    public DatabaseFailure? First
    {
        get
        {
            lock (_lock)
            {
                return _first;
            }
        }
    }

    /// <summary>The rows that are kept, in the order of the stream.</summary>
    public IReadOnlyList<WriteFailure> Kept
    {
        get
        {
            lock (_lock)
            {
                // Summaries without failures are equal: they share the empty list.
                return _kept.Count == 0 ? [] : [.. _kept.OrderBy(static f => f.Index)];
            }
        }
    }

    public void Add(long index, RowOutcome outcome, in DatabaseFailure failure)
    {
        lock (_lock)
        {
            _first ??= failure;
            if (_kept.Count < MaxKept)
            {
                _kept.Add(new WriteFailure(index, outcome, failure));
            }
        }
    }

    /// <summary>Records that the caller no longer waits: its handler is not called any more.</summary>
    public void Leave() => _isLeft = true;

    /// <summary>Tells the handler of a row; false if there is none that still wants to know.</summary>
    public async ValueTask<bool> TryTellAsync(FailedRow<T> failed)
    {
        if (handler is null || _isLeft || HandlerFailure is not null)
        {
            return false;
        }

        if (await handler.SendAsync(failed).ConfigureAwait(false) is { } exception)
        {
            Interlocked.CompareExchange(ref _handlerFailure, ExceptionDispatchInfo.Capture(exception), null);
        }

        return true;
    }
}
