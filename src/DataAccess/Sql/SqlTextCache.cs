using System.Collections.Concurrent;

namespace DataAccess.Sql;

/// <summary>
/// Caches the rendered text of each statement fingerprint. Bounded: beyond <see cref="Capacity"/> fingerprints, or
/// <see cref="MaxBytes"/>, it is cleared and fills again with those in use, which costs one rendering each and nothing else.
/// </summary>
internal sealed class SqlTextCache(SqlDialect dialect, Conversions conversions)
{
    public const int Capacity = 2_048;

    public const long MaxBytes = 16L << 20;

    private readonly ConcurrentDictionary<SqlFingerprint, SqlText> _texts = new();
    private int _count;
    private long _bytes;

    public SqlText Get(SqlStatement statement)
    {
        if (statement.Rendered?.Find(statement) is { } known)
        {
            return known;
        }

        if (statement.IsOneOff)
        {
            return SqlRenderer.Render(statement, dialect, conversions);
        }

        var fingerprint = SqlFingerprint.Of(statement, dialect);
        if (_texts.TryGetValue(fingerprint, out var text))
        {
            statement.Rendered?.Keep(text);
            return text;
        }

        text = SqlRenderer.Render(statement, dialect, conversions);
        if (Interlocked.Increment(ref _count) > Capacity || Interlocked.Add(ref _bytes, text.Bytes) > MaxBytes)
        {
            Interlocked.Exchange(ref _count, 1);
            Interlocked.Exchange(ref _bytes, text.Bytes);
            _texts.Clear();
        }

        return _texts.GetOrAdd(fingerprint, text);
    }
}
