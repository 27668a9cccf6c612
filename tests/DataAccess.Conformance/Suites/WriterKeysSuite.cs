using System.Collections.Concurrent;
using System.ComponentModel.DataAnnotations;
using System.ComponentModel.DataAnnotations.Schema;
using System.Runtime.CompilerServices;
using DataAccess.Providers;
using Xunit;

namespace DataAccess.Conformance;

/// <summary>The keys that the batching writer gives back: each is the one of its caller's row, whatever happens to the rows beside it.</summary>
public abstract partial class WriterKeysSuite(TestEngine engine) : DatabaseSuite(engine)
{
    /// <summary>The column definition of a key that the database generates.</summary>
    protected abstract string GeneratedKey { get; }

    protected override async ValueTask SetUpAsync()
    {
        await RunAsync($"create table notes (id {GeneratedKey}, text varchar(20) not null, weight {TypeOf<int>()}, check (weight is null or weight < 1000))");
        await RunAsync(LedgerSql.Create(Db.Dialect));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_row_alone_gives_its_key_when_it_is_committed(bool exactlyOnce)
    {
        await using var writer = Create(exactlyOnce);

        var one = await writer.WriteAndGetKeyAsync<long>(Row("one"), Token);
        var two = await writer.WriteAndGetKeyAsync<long>(Row("two"), Token);

        Assert.Equal(new Dictionary<long, string> { [one] = "one", [two] = "two" }, await StoredAsync());
        Assert.Equal(exactlyOnce ? 2 : 0, await Db.QuerySingleAsync<int>($"select count(*) from dataaccess_ledger where is_committed = {true}", Token));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_sequence_gives_each_row_with_its_key_in_order_and_says_why_one_has_none(bool exactlyOnce)
    {
        await using var writer = Create(exactlyOnce);
        var taken = new List<KeyedRow<Note, long>>();
        var read = 0;

        await foreach (var row in writer.WriteManyAndGetKeysAsync<long>(Rows(), Token))
        {
            taken.Add(row);
            Assert.InRange(read - taken.Count, -1, 1_025);
        }

        Assert.Equal(Enumerable.Range(0, 3_000).Select(static i => (long)i), taken.Select(static row => row.Index));
        Assert.Equal(Enumerable.Range(0, 3_000).Select(static i => $"row {i}"), taken.Select(static row => row.Row.Text), StringComparer.Ordinal);
        Assert.Equal([7, 2_500], taken.Where(static row => row.Failure is RowRejectedException).Select(static row => (int)row.Index));
        Assert.Throws<RowRejectedException>(() => taken[7].Key);
        Assert.Equal(taken.Where(static row => row.Failure is null).ToDictionary(static row => row.Key, static row => row.Row.Text), await StoredAsync());

        IEnumerable<Note> Rows()
        {
            for (; read < 3_000; read++)
            {
                yield return Row($"row {read}", read is 7 or 2_500 ? 1_000 : 1);
            }
        }
    }

    [Fact]
    public async Task A_sequence_that_fails_or_is_left_loses_no_row()
    {
        await using var writer = Create(exactlyOnce: false);
        var taken = new List<string>();
        var failure = await Assert.ThrowsAsync<FormatException>(async () =>
        {
            await foreach (var row in writer.WriteManyAndGetKeysAsync<long>(Failing(), Token))
            {
                taken.Add(row.Row.Text);
            }
        });
        await foreach (var row in writer.WriteManyAndGetKeysAsync<long>(Enumerable.Range(20, 30).Select(static i => Row($"row {i}")), Token))
        {
            taken.Add(row.Row.Text);
            break;
        }

        Assert.Equal("the file ends here", failure.Message);
        Assert.Equal(Enumerable.Range(0, 21).Select(static i => $"row {i}"), taken, StringComparer.Ordinal);
        Assert.Subset((await StoredAsync()).Values.ToHashSet(StringComparer.Ordinal), taken.ToHashSet(StringComparer.Ordinal));

        static IEnumerable<Note> Failing()
        {
            for (var i = 0; i < 20; i++)
            {
                yield return Row($"row {i}");
            }

            throw new FormatException("the file ends here");
        }
    }

    [Theory]
    [InlineData(QueueFullMode.Fail)]
    [InlineData(QueueFullMode.Wait)]
    [InlineData(QueueFullMode.DropOldest)]
    public async Task A_sequence_waits_for_room_so_that_each_stored_row_is_given_back(QueueFullMode fullMode)
    {
        await using var writer = Db.CreateWriter<Note>(new()
        {
            ReturnsKeys = true,
            QueueBytes = 8_000,
            MaxBatchBytes = 8_000,
            FullMode = fullMode,
            QueueTimeout = TimeSpan.FromMilliseconds(1),
        });
        var taken = new Dictionary<long, string>();

        await foreach (var row in writer.WriteManyAndGetKeysAsync<long>(Enumerable.Range(0, 1_000).Select(static i => Row($"row {i}")), Token))
        {
            taken.Add(row.Key, row.Row.Text);
        }

        Assert.Equal(1_000, taken.Count);
        Assert.Equal(taken, await StoredAsync());
    }

    [Fact]
    public async Task A_row_that_is_null_ends_a_sequence_before_the_rows_after_it_are_written()
    {
        await using var writer = Create(exactlyOnce: false);
        var taken = new Dictionary<long, string>();
        await Assert.ThrowsAsync<ArgumentNullException>(async () =>
        {
            await foreach (var row in writer.WriteManyAndGetKeysAsync<long>(Enumerable.Range(0, 50).Select(static i => i == 20 ? null! : Row($"row {i}")), Token))
            {
                taken.Add(row.Key, row.Row.Text);
            }
        });

        Assert.Equal(20, taken.Count);
        Assert.Equal(taken, await StoredAsync());
    }

    [Fact]
    public async Task A_sequence_whose_source_waits_can_be_left()
    {
        await using var writer = Create(exactlyOnce: false);
        var ended = new TaskCompletionSource();
        var taken = 0;
        await foreach (var row in writer.WriteManyAndGetKeysAsync<long>(Waiting(Token), Token))
        {
            if (++taken == 10)
            {
                break;
            }
        }

        await ended.Task.WaitAsync(TimeSpan.FromSeconds(30), Token);
        Assert.Equal(50, (await StoredAsync()).Count);

        async IAsyncEnumerable<Note> Waiting([EnumeratorCancellation] CancellationToken ct)
        {
            try
            {
                for (var i = 0; i < 50; i++)
                {
                    yield return Row($"row {i}");
                }

                await Task.Delay(Timeout.Infinite, ct);
            }
            finally
            {
                ended.SetResult();
            }
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Keys_are_those_of_their_rows_whoever_cancels(bool exactlyOnce)
    {
        var seed = Random.Shared.Next();
        TestContext.Current.TestOutputHelper?.WriteLine($"seed {seed}");
        await using var writer = Create(exactlyOnce);
        var told = new ConcurrentDictionary<string, long>(StringComparer.Ordinal);

        await Task.WhenAll(Enumerable.Range(0, 64).Select(caller => Task.Run(
            async () =>
            {
                var random = new Random(seed + caller);
                for (var i = 0; i < 20; i++)
                {
                    using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Token);
                    if (random.Next(3) == 0)
                    {
                        cancel.CancelAfter(TimeSpan.FromMilliseconds(random.Next(5)));
                    }

                    try
                    {
                        told[$"{caller} {i}"] = await writer.WriteAndGetKeyAsync<long>(Row($"{caller} {i}"), cancel.Token);
                    }
                    catch (OperationCanceledException) when (cancel.IsCancellationRequested)
                    {
                    }
                }
            },
            Token)));
        await writer.FlushAsync(Token);

        var stored = await StoredAsync();
        Assert.NotEmpty(told);
        Assert.All(told, key => Assert.Equal(key.Key, stored[key.Value]));
        Assert.Equal(stored.Count, stored.Values.Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(stored.Count, writer.Statistics.Committed);
        Assert.InRange(writer.Statistics.Batches, 1, told.Count - 1);
    }

    [Theory]
    [InlineData(3, false)]
    [InlineData(40, true)]
    [InlineData(1_201, false)]
    public async Task A_bad_row_harms_no_other(int rows, bool exactlyOnce)
    {
        await using var writer = Create(exactlyOnce, static o => o.Linger = TimeSpan.FromMilliseconds(200));
        var bad = new HashSet<int> { 0, rows / 2, rows - 1 };

        var outcomes = await Task.WhenAll(Enumerable.Range(0, rows).Select(async i =>
        {
            var key = 0L;
            var error = await Record.ExceptionAsync(async () => key = await writer.WriteAndGetKeyAsync<long>(new Note(0, $"n{i}", bad.Contains(i) ? 5_000 : 1), Token));
            return (Text: $"n{i}", IsBad: bad.Contains(i), Key: key, Error: error);
        }));

        Assert.All(outcomes, static o => Assert.Equal(o.IsBad ? typeof(RowRejectedException) : null, o.Error?.GetType()));
        var good = outcomes.Where(static o => !o.IsBad).ToDictionary(static o => o.Key, static o => o.Text);
        Assert.Equal(good, await StoredAsync());
        Assert.All(outcomes.Where(static o => o.IsBad), static o => Assert.NotNull(Assert.IsType<RowRejectedException>(o.Error).Failure.Code));

        // Each bad row is named by its place: the batch is sent again without it, and never halved.
        Assert.InRange(writer.Statistics.Batches, 0, 8);
    }

    [Fact]
    public async Task Rows_without_a_caller_for_their_key_are_written_too()
    {
        await using var writer = Create(exactlyOnce: true);

        await writer.WriteAsync(Row("a"), Token);
        await writer.EnqueueAsync(Row("b"), Token);
        var key = await writer.WriteAndGetKeyAsync<long>(Row("c"), Token);
        var summary = await writer.WriteManyAsync(Enumerable.Range(0, 1_100).Select(static i => new Note(0, $"many {i}", i == 700 ? 5_000 : 1)), Token);

        Assert.Equal((1_099L, 1L), (summary.Committed, summary.Rejected));
        var stored = await StoredAsync();
        Assert.Equal("c", stored[key]);
        Assert.Equal(1_102, stored.Count);
    }

    [Fact]
    public async Task Values_that_cannot_be_read_or_sent_reject_their_row_alone()
    {
        await using var writer = Create(exactlyOnce: false, static o => o.Linger = TimeSpan.FromMilliseconds(100));

        var first = writer.WriteAndGetKeyAsync<long>(Row("first"), Token).AsTask();
        var half = writer.WriteAndGetKeyAsync<long>(Row("\ud800"), Token).AsTask();
        var none = writer.WriteAndGetKeyAsync<long>(Row(null!), Token).AsTask();
        var last = writer.WriteAndGetKeyAsync<long>(Row("last"), Token).AsTask();

        await Assert.ThrowsAsync<RowRejectedException>(() => half);
        await Assert.ThrowsAsync<RowRejectedException>(() => none);
        var expected = new Dictionary<long, string> { [await first] = "first", [await last] = "last" };
        Assert.Equal(expected, await StoredAsync());
    }

    [Fact]
    public async Task A_converted_key_is_the_rows_own_type()
    {
        await using var db = Reopen();
        await using var writer = db.CreateWriter<Typed>(new() { ReturnsKeys = true });

        var keys = await Task.WhenAll(Enumerable.Range(0, 30).Select(async i => (Text: $"t{i}", Key: await writer.WriteAndGetKeyAsync<ConverterSuite.TicketId>(new Typed(default, $"t{i}"), Token))));

        Assert.Equal(keys.ToDictionary(static k => k.Key.Value, static k => k.Text), await StoredAsync());
    }

    [Fact]
    public async Task A_missing_table_stops_the_writer()
    {
        await RunAsync("drop table notes");
        await using var writer = Create(exactlyOnce: false);

        var told = await Assert.ThrowsAsync<RowNotPersistedException>(async () => await writer.WriteAndGetKeyAsync<long>(Row("a"), Token));

        Assert.Equal(FailureKind.Fatal, told.Failure.Kind);
        Assert.Contains("notes", told.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_its_table_the_ledger_is_named()
    {
        await RunAsync("drop table dataaccess_ledger");
        await using var writer = Create(exactlyOnce: true);

        var told = await Assert.ThrowsAsync<RowNotPersistedException>(async () => await writer.WriteAndGetKeyAsync<long>(Row("a"), Token));

        Assert.Contains("EnsureLedgerAsync", told.Message, StringComparison.Ordinal);
        Assert.Empty(await StoredAsync());
    }

    [Fact]
    public async Task Without_the_option_the_error_names_it()
    {
        await using var writer = Db.CreateWriter<Note>();

        var told = await Assert.ThrowsAsync<InvalidOperationException>(async () => await writer.WriteAndGetKeyAsync<long>(Row("a"), Token));

        Assert.Contains("ReturnsKeys = true", told.Message, StringComparison.Ordinal);
        Assert.Equal(0, writer.Statistics.Admitted);
    }

    [Fact]
    public async Task A_key_of_another_type_is_an_error_before_the_row_is_admitted()
    {
        await using var writer = Create(exactlyOnce: false);

        var one = await Assert.ThrowsAsync<MappingException>(async () => await writer.WriteAndGetKeyAsync<int>(Row("a"), Token));
        var two = await Assert.ThrowsAsync<MappingException>(async () => await writer.WriteAndGetKeyAsync<Guid>(Row("a"), Token));

        Assert.Contains("Int64 and the key type asked for is Int32", one.Message, StringComparison.Ordinal);
        Assert.Contains("Guid", two.Message, StringComparison.Ordinal);
        Assert.Equal(0, writer.Statistics.Admitted);
    }

    [Theory]
    [InlineData(ConflictAction.Ignore)]
    [InlineData(ConflictAction.Update)]
    public void Conflicts_that_are_no_errors_are_refused(ConflictAction onConflict)
    {
        var told = Assert.Throws<InvalidOptionsException>(() => Db.CreateWriter<Note>(new() { ReturnsKeys = true, OnConflict = onConflict }));

        Assert.Contains($"OnConflict is {onConflict} and ReturnsKeys is true", told.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Rows_with_keys_of_their_own_are_refused()
    {
        var told = Assert.Throws<MappingException>(() => Db.CreateWriter<Reading>(new() { ReturnsKeys = true }));

        Assert.Contains("Reading has no key that the database generates", told.Message, StringComparison.Ordinal);
    }

    protected BatchingWriter<Note> Create(bool exactlyOnce, Action<BatchingWriterOptions<Note>>? configure = null)
    {
        var options = new BatchingWriterOptions<Note> { ReturnsKeys = true, ExactlyOnce = exactlyOnce };
        configure?.Invoke(options);
        return Db.CreateWriter(options);
    }

    /// <summary>Writes rows at the same time.</summary>
    protected static Task<long>[] Write(BatchingWriter<Note> writer, params string[] texts)
        => Array.ConvertAll(texts, text => writer.WriteAndGetKeyAsync<long>(Row(text), Token).AsTask());

    protected static Note Row(string text, int? weight = null) => new(0, text, weight);

    protected async Task<Dictionary<long, string>> StoredAsync()
        => (await Db.QueryAsync<(long Id, string Text)>($"select id, text from notes", Token)).ToDictionary(static n => n.Id, static n => n.Text);

    /// <summary>A row with a generated key.</summary>
    [Table("notes")]
    public sealed record Note([property: Key, DatabaseGenerated(DatabaseGeneratedOption.Identity)] long Id, string Text, int? Weight);

    /// <summary>A row with a typed id.</summary>
    [Table("notes")]
    public sealed record Typed([property: Key, DatabaseGenerated(DatabaseGeneratedOption.Identity)] ConverterSuite.TicketId Id, string Text);
}
