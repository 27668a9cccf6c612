using DataAccess.Mapping;

namespace DataAccess.PostgreSql.Inserting;

/// <summary>
/// Keeps the last of the rows with one key, because PostgreSQL rejects a statement that would update a row twice (SQLSTATE 21000).
/// Keys that only the database considers equal are not detected here.
/// </summary>
internal sealed class LastWriteWins<T>(IReadOnlyList<ColumnMap<T>> keys) : RowWriter
{
    // For each column of the key its values, with their numbers where there are several columns.
    private readonly object?[] _values = new object?[keys.Count];
    private readonly Dictionary<(int Before, int Value), int> _beginnings = [];
    private int _beginning;
    private bool _isNew;

    /// <summary>The rows to send, in order: all of them, in their own memory, if no key occurs twice.</summary>
    public ReadOnlyMemory<T> Of(ReadOnlyMemory<T> rows)
    {
        var span = rows.Span;
        var isOld = FindOld(span);
        if (isOld.Length == 0)
        {
            return rows;
        }

        var latest = new List<T>(span.Length);
        for (var i = 0; i < span.Length; i++)
        {
            if (!isOld[i])
            {
                latest.Add(span[i]);
            }
        }

        return latest.ToArray();
    }

    /// <summary>For each row, whether a later row has its key; empty if none has.</summary>
    public bool[] FindOld(ReadOnlySpan<T> rows)
    {
        Forget();
        bool[] isOld = [];
        for (var i = rows.Length - 1; i >= 0; i--)
        {
            if (!IsNew(rows[i]))
            {
                isOld = isOld.Length == 0 ? new bool[rows.Length] : isOld;
                isOld[i] = true;
            }
        }

        Forget();
        return isOld;
    }

    public override void Write<TValue>(int column, TValue value)
    {
        if (keys.Count == 1)
        {
            _isNew = ((HashSet<TValue>)(_values[0] ??= new HashSet<TValue>(BytesComparer.Instance as IEqualityComparer<TValue>))).Add(value);
            return;
        }

        // A row's key is the number of its beginning, which grows by a column each time.
        var numbers = (Dictionary<TValue, int>)(_values[column] ??= new Dictionary<TValue, int>(BytesComparer.Instance as IEqualityComparer<TValue>));
        numbers.TryAdd(value, numbers.Count);
        var beginning = (_beginning, numbers[value]);
        _isNew = _beginnings.TryAdd(beginning, _beginnings.Count + 1);
        _beginning = _beginnings[beginning];
    }

    // No null equals another. The database decides about such a key.
    public override void WriteNull(int column)
    {
        _isNew = true;
        _beginning = -1;
    }

    private bool IsNew(T row)
    {
        _beginning = 0;
        for (var i = 0; i < keys.Count && _beginning >= 0; i++)
        {
            keys[i].Write(row, this, i);
        }

        return _isNew;
    }

    private void Forget()
    {
        Array.Clear(_values);
        _beginnings.Clear();
    }
}
