using System.Collections.Concurrent;
using DataAccess.Writing.Outcomes;

namespace DataAccess.Writing.Queue;

/// <summary>A bounded pool of operations, so that writing a row does not allocate.</summary>
internal sealed class OperationPool<T>
{
    private const int MaxSpare = 4_096;

    private readonly ConcurrentQueue<RowOperation<T>> _spare = new();

    public RowOperation<T>? TryTake() => _spare.TryDequeue(out var operation) ? operation : null;

    public void Return(RowOperation<T> operation)
    {
        if (_spare.Count < MaxSpare)
        {
            _spare.Enqueue(operation);
        }
    }
}
