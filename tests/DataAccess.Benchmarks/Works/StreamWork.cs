namespace DataAccess.Benchmarks;

/// <summary>100,000 rows that exist already are written as fast as may be; an operation is a row. One pass a round.</summary>
internal sealed class StreamWork(string id, params string[] engines) : Work(id, WorkKind.Stream, engines)
{
    private const int Rows = 100_000;

    private readonly Item[] _items = [.. Enumerable.Range(1, Rows).Select(static i => Item.Of(i))];

    protected override async Task<long> DoAsync(Contender contender, TimeSpan time)
    {
        await contender.StreamAsync(_items);
        return Rows;
    }
}
