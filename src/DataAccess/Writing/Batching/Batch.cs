using System.Diagnostics;
using DataAccess.Writing.Outcomes;
using DataAccess.Writing.Spooling;

namespace DataAccess.Writing.Batching;

/// <summary>Rows that are sent together, with the operation that waits for each of them. Reused when all of them have their outcome.</summary>
internal sealed class Batch<T>
{
    private const int FirstCapacity = 64;

    private T[] _rows = new T[FirstCapacity];

    // Empty for rows of a stream, which are not awaited one by one.
    private RowOperation<T>?[] _operations = [];

    // Of the rows that have an operation.
    private RowChange[] _changes = [];

    // The positions of the rows in their stream; -1 for a row that has its outcome.
    private long[] _indexes = [];

    // Of the stream, if the rows belong to one.
    private ActivityContext _caller;

    public int Count { get; private set; }

    /// <summary>The approximate number of bytes of values.</summary>
    public long Bytes { get; private set; }

    public CloseReason Reason { get; set; }

    /// <summary>When its oldest row was admitted, as a timestamp of the writer's clock.</summary>
    public long OldestAt { get; private set; }

    /// <summary>The stream that the rows belong to, or null if each has its own operation.</summary>
    public StreamProgress<T>? Stream { get; private set; }

    public FlushBarrier? Barrier { get; private set; }

    /// <summary>The bytes of the queue's budget that a batch of a stream holds.</summary>
    public long BudgetBytes { get; private set; }

    /// <summary>Whether the rows come from the spool: all of them, or none.</summary>
    public bool IsSpooled { get; private set; }

    /// <summary>The numbers of some rows in the spool; null if they do not come from there.</summary>
    public SpoolRanges? Spooled(int start, int count)
    {
        if (!IsSpooled)
        {
            return null;
        }

        var rows = new SpoolRanges();
        for (var i = start; i < start + count; i++)
        {
            rows.Add(_operations[i]!.Spooled);
        }

        return rows;
    }

    /// <summary>When a row was admitted, by which its time is measured; the largest number for a row of the spool, which waits for as long as it takes.</summary>
    public long TimedFrom(int index) => IsSpooled ? long.MaxValue : AdmittedAt(index);

    public ReadOnlyMemory<T> Rows(int start, int count) => _rows.AsMemory(start, count);

    public T Row(int index) => _rows[index];

    /// <summary>The number of rows of a stream without an outcome.</summary>
    public int Open { get; private set; }

    /// <summary>Takes the operation of a row that now has its outcome. Each can be taken once.</summary>
    public RowOperation<T> Take(int index)
    {
        var operation = _operations[index]!;
        _operations[index] = null;
        return operation;
    }

    /// <summary>Whether some of the rows are updates or deletes.</summary>
    public bool HasChanges { get; private set; }

    /// <summary>What is done with each of some rows; empty if all of them are inserted.</summary>
    public ReadOnlyMemory<RowChange> Changes(int start, int count)
        => HasChanges && _changes.AsSpan(start, count).ContainsAnyExcept(RowChange.Insert) ? _changes.AsMemory(start, count) : default;

    /// <summary>Keeps for a committed row's caller what the database says of it, if the caller asked.</summary>
    public void SetAnswer(int index, object answer)
    {
        if (Stream is null && _operations[index]!.Answer is { } place)
        {
            place.Value = answer;
        }
    }

    /// <summary>Records that rows of a stream now have their outcome.</summary>
    public void TakeOfStream(int start, int rows)
    {
        Open -= rows;
        _indexes.AsSpan(start, rows).Fill(-1);
    }

    /// <summary>The position of a row in its stream; -1 for one that has its outcome.</summary>
    public long IndexOf(int index) => _indexes[index];

    /// <summary>The operations that have not been taken.</summary>
    public IEnumerable<RowOperation<T>> TakeRest()
    {
        for (var i = 0; i < Count && Stream is null; i++)
        {
            if (_operations[i] is not null)
            {
                yield return Take(i);
            }
        }
    }

    public void Add(RowOperation<T> operation, long bytes)
    {
        if (_operations.Length <= Count)
        {
            Array.Resize(ref _operations, Math.Max(FirstCapacity, 2 * Count));
            Array.Resize(ref _changes, _operations.Length);
        }

        _operations[Count] = operation;
        _changes[Count] = operation.Change;
        IsSpooled = operation.Spooled != 0;
        HasChanges |= operation.Change != RowChange.Insert;
        OldestAt = Count == 0 ? operation.AdmittedAt : Math.Min(OldestAt, operation.AdmittedAt);
        Append(operation.Row, bytes);
    }

    /// <summary>Adds a row of a stream.</summary>
    public void Add(T row, long bytes, long index)
    {
        if (_indexes.Length <= Count)
        {
            Array.Resize(ref _indexes, Math.Max(FirstCapacity, 2 * Count));
        }

        _indexes[Count] = index;
        Append(row, bytes);
    }

    /// <summary>Records that the rows belong to a stream and were admitted now.</summary>
    public void Admit(StreamProgress<T> stream, FlushBarrier barrier, long budgetBytes, long now, in ActivityContext caller)
        => (Stream, Barrier, BudgetBytes, OldestAt, Open, _caller) = (stream, barrier, budgetBytes, now, Count, caller);

    /// <summary>The span in which a row was written, if there is a listener for spans.</summary>
    public ActivityContext CallerOf(int index) => Stream is null ? _operations[index]!.Caller : _caller;

    public long AdmittedAt(int index) => Stream is null ? _operations[index]!.AdmittedAt : OldestAt;

    /// <summary>Moves a row, with its operation, to an earlier position, or removes it.</summary>
    public void Move(int from, int to)
    {
        if (from == to)
        {
            return;
        }

        _rows[to] = _rows[from];
        if (Stream is null)
        {
            _operations[to] = _operations[from];
            _operations[from] = null;
            _changes[to] = _changes[from];
        }
        else
        {
            _indexes[to] = _indexes[from];
            _indexes[from] = -1;
        }
    }

    /// <summary>Sorts some of the rows, all of which are inserted; the sort is stable.</summary>
    public void Sort(int start, int count, Comparison<T> order)
    {
        var sorted = Enumerable.Range(start, count).OrderBy(i => _rows[i], Comparer<T>.Create(order)).ToArray();
        var rows = Array.ConvertAll(sorted, i => _rows[i]);
        rows.CopyTo(_rows, start);
        if (Stream is null)
        {
            var operations = Array.ConvertAll(sorted, i => _operations[i]);
            operations.CopyTo(_operations, start);
        }
        else
        {
            var indexes = Array.ConvertAll(sorted, i => _indexes[i]);
            indexes.CopyTo(_indexes, start);
        }
    }

    /// <summary>Clears the rows, so that a pooled batch keeps nothing alive.</summary>
    public void Clear()
    {
        Array.Clear(_rows, 0, Count);
        Array.Clear(_operations, 0, Math.Min(Count, _operations.Length));
        (Count, Bytes, OldestAt, BudgetBytes, Open, Stream, Barrier, _caller, HasChanges, IsSpooled) = (0, 0, 0, 0, 0, null, null, default, false, false);
    }

    private void Append(T row, long bytes)
    {
        if (_rows.Length == Count)
        {
            Array.Resize(ref _rows, 2 * Count);
        }

        _rows[Count++] = row;
        Bytes += bytes;
    }
}
