using System.Collections.Concurrent;

namespace DataAccess;

/// <summary>
/// Remembers the rendered text of each shape of statement. Bounded: past <see cref="Capacity"/> shapes it is emptied and
/// fills again with those in use, which costs a rendering each and nothing else.
/// </summary>
internal sealed class SqlTextCache(SqlDialect dialect)
{
    public const int Capacity = 2_048;

    private readonly ConcurrentDictionary<SqlShape, SqlText> _texts = new();
    private int _count;

    public SqlText Get(SqlStatement statement)
    {
        var shape = SqlShape.Of(statement, dialect);
        if (_texts.TryGetValue(shape, out var text))
        {
            return text;
        }

        if (Interlocked.Increment(ref _count) > Capacity)
        {
            Interlocked.Exchange(ref _count, 1);
            _texts.Clear();
        }

        return _texts.GetOrAdd(shape, SqlRenderer.Render(statement, dialect));
    }
}
