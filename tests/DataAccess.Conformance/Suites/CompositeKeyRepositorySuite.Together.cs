using Xunit;

namespace DataAccess.Conformance;

/// <content>Keys of several columns that are asked for together, or written together.</content>
public abstract partial class CompositeKeyRepositorySuite
{
    /// <summary>What a line is if the database's text is compared so.</summary>
    protected abstract bool IgnoresCase { get; }

    [Theory]
    [InlineData(3)]
    [InlineData(700)]
    public async Task Callers_that_ask_together_are_answered_as_alone(int callers)
    {
        var lines = new RecordLines(Db);
        await lines.InsertManyAsync(Enumerable.Range(0, 300).Select(static i => new Line($"p{i % 10}", i / 10, i)), Token);
        var random = new Random(callers);
        var keys = Enumerable.Range(0, callers).Select(_ => new LineKey($"{(random.Next(2) == 0 ? 'p' : 'P')}{random.Next(12)}", random.Next(32))).ToArray();

        await using var db = Reopen(static o => (o.Connections.MaxConnections, o.Coalescing.MaxInFlight) = (1, 1));
        var together = await Task.WhenAll(keys.Select(key => new RecordLines(db).GetAsync(key, Token).AsTask()));

        for (var i = 0; i < keys.Length; i++)
        {
            var isThere = (IgnoresCase || keys[i].Product[0] == 'p') && keys[i].OrderNumber < 30 && keys[i].Product.Length == 2;
            Assert.Equal(isThere ? (keys[i].OrderNumber * 10) + (keys[i].Product[1] - '0') : null, together[i]?.Quantity);
        }
    }

    [Fact]
    public async Task Callers_share_round_trips_by_numbers_and_identifiers_too()
    {
        var rows = Enumerable.Range(0, 600).Select(static i => new Cell(i % 3, i, Guid.NewGuid(), (Kind)(i % 3), $"{i}")).ToList();
        await new Cells(Db).InsertManyAsync(rows, Token);
        await using var db = Reopen(static o => (o.Connections.MaxConnections, o.Coalescing.MaxInFlight) = (1, 1));

        var keys = rows.Select(KeyOf).Concat(rows.Take(100).Select(static r => KeyOf(r with { X = 9 }))).ToList();
        var together = await Task.WhenAll(keys.Select(key => new Cells(db).GetAsync(key, Token).AsTask()));

        Assert.Equal(Enumerable.Range(0, 600).Select(static i => (long?)i).Concat(Enumerable.Repeat<long?>(null, 100)), together.Select(static r => r?.Y));
    }

    [Theory]
    [InlineData(ConflictAction.Ignore, 1)]
    [InlineData(ConflictAction.Update, 1)]
    [InlineData(ConflictAction.Ignore, 40)]
    [InlineData(ConflictAction.Update, 40)]
    [InlineData(ConflictAction.Update, 3_000)]
    public async Task A_writer_resolves_conflicts_on_the_whole_key(ConflictAction action, int rows)
    {
        await new TupleLines(Db).InsertAsync(new Line("p", 0, -1), Token);
        await using (var writer = Db.CreateWriter<Line>(new() { OnConflict = action }))
        {
            // Each key twice, the last of which wins.
            await writer.WriteManyAsync(Enumerable.Range(0, 2 * rows).Select(i => new Line("p", i % rows, i)), Token);
        }

        var stored = await new TupleLines(Db).QueryAsync($"order by order_number", Token);
        Assert.Equal(rows, stored.Count);
        Assert.Equal(
            Enumerable.Range(0, rows).Select(i => action == ConflictAction.Update ? i + rows : i == 0 ? -1 : i),
            stored.Select(static l => l.Quantity));
    }

    [Fact]
    public async Task A_row_with_a_key_that_is_taken_is_rejected_alone()
    {
        await new TupleLines(Db).InsertAsync(new Line("p", 5, -1), Token);
        await using var writer = Db.CreateWriter<Line>();

        var told = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => Record.ExceptionAsync(() => writer.WriteAsync(new Line("p", i, i), Token).AsTask()).AsTask()));

        Assert.Equal(5, Assert.Single(told.Index(), static t => t.Item is not null).Index);
        Assert.IsType<RowRejectedException>(told[5]);
        Assert.Equal(20, await new TupleLines(Db).CountAsync(cancellationToken: Token));
    }

    [Fact]
    public async Task Rows_are_written_exactly_once_by_the_whole_key()
    {
        await using (var writer = Db.CreateWriter<Line>(new() { ExactlyOnce = true, OnConflict = ConflictAction.Update }))
        {
            await writer.EnsureLedgerAsync(Token);
            await writer.WriteManyAsync(Enumerable.Range(0, 500).Select(static i => new Line("p", i % 100, i)), Token);
        }

        Assert.Equal(Enumerable.Range(400, 100), (await new TupleLines(Db).QueryAsync($"order by order_number", Token)).Select(static l => l.Quantity));
    }
}
