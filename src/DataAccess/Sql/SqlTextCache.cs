using System.Collections.Concurrent;

namespace DataAccess.Sql;

/// <summary>
/// Remembers the rendered text of each fingerprint of statement. Bounded: past <see cref="Capacity"/> shapes, or
/// <see cref="MaxBytes"/>, it is emptied and fills again with those in use, which costs a rendering each and nothing else.
/// </summary>
internal sealed class SqlTextCache(SqlDialect dialect)
{
    public const int Capacity = 2_048;

    public const long MaxBytes = 16L << 20;

    private readonly ConcurrentDictionary<SqlFingerprint, SqlText> _texts = new();
    private int _count;
    private long _bytes;

    public SqlText Get(SqlStatement statement)
    {
        if (statement.IsOneOff)
        {
            return SqlRenderer.Render(statement, dialect);
        }

        var fingerprint = SqlFingerprint.Of(statement, dialect);
        if (_texts.TryGetValue(fingerprint, out var text))
        {
            return text;
        }

        text = SqlRenderer.Render(statement, dialect);
        if (Interlocked.Increment(ref _count) > Capacity || Interlocked.Add(ref _bytes, text.Bytes) > MaxBytes)
        {
            Interlocked.Exchange(ref _count, 1);
            Interlocked.Exchange(ref _bytes, text.Bytes);
            _texts.Clear();
        }

        return _texts.GetOrAdd(fingerprint, text);
    }
}
