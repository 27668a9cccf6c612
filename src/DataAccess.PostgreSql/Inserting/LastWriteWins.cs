using DataAccess.Mapping;

namespace DataAccess.PostgreSql.Inserting;

/// <summary>
/// Keeps the last of the rows with one key, because PostgreSQL rejects a statement that would update a row twice (SQLSTATE 21000).
/// Keys that only the database considers equal are not detected here.
/// </summary>
internal sealed class LastWriteWins<T>(ColumnMap<T> key) : RowWriter
{
    private object? _seen;
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
        _seen = null;
        bool[] isOld = [];
        for (var i = rows.Length - 1; i >= 0; i--)
        {
            key.Write(rows[i], this, 0);
            if (!_isNew)
            {
                isOld = isOld.Length == 0 ? new bool[rows.Length] : isOld;
                isOld[i] = true;
            }
        }

        _seen = null;
        return isOld;
    }

    public override void Write<TValue>(int column, TValue value)
    {
        _seen ??= new HashSet<TValue>(BytesComparer.Instance as IEqualityComparer<TValue>);
        _isNew = ((HashSet<TValue>)_seen).Add(value);
    }

    // No null equals another. The database decides about such a key.
    public override void WriteNull(int column) => _isNew = true;
}
