using DataAccess.Conformance.Faults;
using DataAccess.Providers;
using Xunit;

namespace DataAccess.Conformance;

/// <summary>Updates and deletes of the batching writer: they share batches with inserts, keep their order, and each caller hears of its own row.</summary>
public abstract class WriterChangesSuite(TestEngine engine) : DatabaseSuite(engine)
{
    /// <summary>A trigger that ignores updates and deletes of rows whose text is 'kept'; null where none can.</summary>
    protected virtual string? KeepSql => null;

    protected override async ValueTask SetUpAsync()
    {
        await RunAsync(Versioned.CreateSql);
        await RunAsync($"create table plain_rows (id {TypeOf<int>()} not null primary key, text varchar(20))");
        await RunAsync(LedgerSql.Create(Db.Dialect));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_update_and_a_delete_are_committed_when_they_return_and_say_whether_there_was_a_row(bool exactlyOnce)
    {
        await using var writer = Create(exactlyOnce);
        await writer.WriteAsync(Row(1, "a"), Token);

        Assert.True(await writer.UpdateAsync(Row(1, "b"), Token));
        Assert.Equal(new Versioned(1, "b", 2), Assert.Single(await StoredAsync()));
        Assert.False(await writer.UpdateAsync(Row(2, "b"), Token));
        Assert.False(await writer.DeleteAsync(Row(2, ""), Token));
        Assert.True(await writer.DeleteAsync(Row(1, ""), Token));
        Assert.False(await writer.DeleteAsync(Row(1, ""), Token));

        Assert.Empty(await StoredAsync());
        Assert.Equal((6L, 6L), (writer.Statistics.Admitted, writer.Statistics.Committed));
        Assert.Equal(exactlyOnce ? 6 : 0, await Db.QuerySingleAsync<int>($"select count(*) from dataaccess_ledger where is_committed = {true}", Token));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(400)]
    [InlineData(1_300)]
    public async Task Changes_of_one_key_in_one_batch_keep_their_order(int keys)
    {
        await using var writer = Create(exactlyOnce: true, static o => o.Linger = TimeSpan.FromMilliseconds(300));
        await writer.WriteAsync(Row(-1, "first"), Token);
        var before = writer.Statistics.Batches;

        var inserts = All(i => writer.WriteAsync(Row(i, "new"), Token).AsTask());
        var updates = All(i => writer.UpdateAsync(Row(i, "old"), Token).AsTask());
        var again = All(i => writer.UpdateAsync(new Versioned(i, "older", 2), Token).AsTask());
        var deletes = All(i => i % 2 == 0 ? writer.DeleteAsync(Row(i, ""), Token).AsTask() : Task.FromResult(true));
        var last = All(i => i % 4 == 0 ? writer.WriteAsync(Row(i, "last"), Token).AsTask() : Task.CompletedTask);
        await Task.WhenAll(inserts.Concat(last));

        Assert.All(await Task.WhenAll(updates.Concat(again).Concat(deletes).Cast<Task<bool>>()), Assert.True);
        Assert.Equal(1, writer.Statistics.Batches - before);
        var stored = (await StoredAsync()).ToDictionary(static r => r.Id);
        for (var i = 0; i < keys; i++)
        {
            Assert.Equal(i % 4 == 0 ? Row(i, "last") : i % 2 == 0 ? null : new Versioned(i, "older", 3), stored.GetValueOrDefault(i));
        }

        Task[] All(Func<int, Task> change) => [.. Enumerable.Range(0, keys).Select(change)];
    }

    [Fact]
    public async Task A_version_that_is_old_a_row_that_is_missing_and_a_bad_one_harm_no_other()
    {
        await using var writer = Create(exactlyOnce: true, static o => o.Linger = TimeSpan.FromMilliseconds(300));
        await writer.WriteManyAsync(Enumerable.Range(0, 600).Select(static i => Row(i, "a")), Token);

        var changes = Enumerable.Range(0, 700).Select(i => writer.UpdateAsync(new Versioned(i, i % 100 == 7 ? "bad" : "b", i % 10 == 3 ? 5 : 1), Token).AsTask()).ToArray();
        var errors = await Task.WhenAll(changes.Select(static c => Record.ExceptionAsync(() => c).AsTask()));

        for (var i = 0; i < 700; i++)
        {
            // A row that is missing cannot be bad.
            var expected = i >= 600 ? null : i % 100 == 7 ? typeof(RowRejectedException) : i % 10 == 3 ? typeof(ConcurrencyConflictException) : null;
            Assert.Equal(expected, errors[i]?.GetType());
            Assert.True(expected is not null || await changes[i] == i < 600);
        }

        Assert.Contains("The row 3 of 'versioned' was changed by another writer", errors[3]!.Message, StringComparison.Ordinal);
        var stored = await StoredAsync();
        Assert.Equal(600, stored.Count);
        Assert.All(stored, static r => Assert.Equal(r.Id % 100 == 7 || r.Id % 10 == 3 ? Row(r.Id, "a") : new Versioned(r.Id, "b", 2), r));
    }

    [Fact]
    public async Task A_conflict_whose_caller_has_left_is_a_dead_letter()
    {
        var letters = new List<FailedRow<Versioned>>();
        await using var writer = Create(exactlyOnce: false, o => o.DeadLetter = (failed, _) =>
        {
            letters.Add(failed);
            return default;
        });
        await writer.WriteAsync(Row(1, "a"), Token);
        var held = await HeldKey.HoldAsync(Db, $"update versioned set text = 'held' where id = 1", Token);
        using var cancel = new CancellationTokenSource();

        var left = writer.UpdateAsync(new Versioned(1, "b", 9), cancel.Token).AsTask();
        await Waiting.UntilAsync("the row is in a batch", () => writer.Statistics.InFlight == 1);
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => left);
        await held.LetGoAsync();
        await writer.FlushAsync(Token);

        var letter = Assert.Single(letters);
        Assert.Equal((1, RowOutcome.Rejected), (letter.Row.Id, letter.Outcome));
        Assert.Contains("another writer", letter.Failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_row_without_a_version_is_overwritten_whatever_it_is()
    {
        await using var writer = Db.CreateWriter<Plain>();
        await writer.WriteAsync(new Plain(1, "a"), Token);

        Assert.True(await writer.UpdateAsync(new Plain(1, "a"), Token));
        Assert.True(await writer.UpdateAsync(new Plain(1, null), Token));
        Assert.False(await writer.UpdateAsync(new Plain(2, "b"), Token));

        Assert.Equal(new Plain(1, null), await Db.QuerySingleAsync<Plain>($"select * from plain_rows", Token));
    }

    [Theory]
    [InlineData(ConflictAction.Ignore, "a")]
    [InlineData(ConflictAction.Update, "b")]
    public async Task Inserts_beside_changes_yield_as_the_option_says(ConflictAction onConflict, string expected)
    {
        await using var writer = Db.CreateWriter<Plain>(new() { OnConflict = onConflict, Linger = TimeSpan.FromMilliseconds(200) });
        await writer.WriteAsync(new Plain(1, "a"), Token);

        var insert = writer.WriteAsync(new Plain(1, "b"), Token).AsTask();
        var delete = writer.DeleteAsync(new Plain(2, null), Token).AsTask();
        await insert;

        Assert.False(await delete);
        Assert.Equal(expected, await Db.QuerySingleAsync<string>($"select text from plain_rows", Token));
    }

    /// <summary>For engines whose triggers can skip a row.</summary>
    protected async Task KeptRowIsRejectedAsync()
    {
        await RunAsync(KeepSql!);
        await using var writer = Create(exactlyOnce: false, static o => o.Linger = TimeSpan.FromMilliseconds(200));
        await writer.WriteManyAsync([Row(1, "kept"), Row(2, "a")], Token);

        var kept = writer.UpdateAsync(Row(1, "b"), Token).AsTask();
        var gone = writer.DeleteAsync(Row(1, ""), Token).AsTask();
        var other = writer.UpdateAsync(Row(2, "b"), Token).AsTask();

        Assert.Contains("updated 0 of 1 rows", (await Assert.ThrowsAsync<RowRejectedException>(() => kept)).Message, StringComparison.Ordinal);
        Assert.Contains("deleted 0 of 1 rows", (await Assert.ThrowsAsync<RowRejectedException>(() => gone)).Message, StringComparison.Ordinal);
        Assert.True(await other);
    }

    [Fact]
    public async Task What_cannot_be_changed_is_an_error_before_it_is_admitted()
    {
        await using var keyless = Db.CreateWriter<Keyless>();
        await using var bare = Db.CreateWriter<Bare>();

        var none = await Assert.ThrowsAsync<MappingException>(async () => await keyless.DeleteAsync(new Keyless("a"), Token));
        var nothing = await Assert.ThrowsAsync<MappingException>(async () => await bare.UpdateAsync(new Bare(1), Token));

        Assert.Contains("Keyless has no key", none.Message, StringComparison.Ordinal);
        Assert.Contains("nothing to update", nothing.Message, StringComparison.Ordinal);
        Assert.Equal(0, keyless.Statistics.Admitted + bare.Statistics.Admitted);
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(true, true)]
    public async Task Each_key_is_what_its_callers_were_told_in_their_order(bool partitioned, bool exactlyOnce)
    {
        var seed = Random.Shared.Next();
        TestContext.Current.TestOutputHelper?.WriteLine($"seed {seed}");
        await using var writer = Create(exactlyOnce, o =>
        {
            o.PartitionBy = partitioned ? static r => r.Id : null;
            o.MaxBatchRows = 40;
        });

        var models = await new ChangeCallers(writer, seed, isSettled: true).RunAsync(keys: 24, changes: 60, cancelled: 0.15, Token);
        await writer.FlushAsync(Token);

        var stored = (await StoredAsync()).ToDictionary(static r => r.Id, static r => ((string, int)?)(r.Text, r.Version));
        Assert.All(models, m => m.End(stored.GetValueOrDefault(m.Key)));
        Assert.Empty(models.Where(static m => m.Violation is not null).Select(m => $"seed {seed}: {m.Violation}"));
        Assert.InRange(writer.Statistics.Batches, 1, 24 * 60 / 2);
        Assert.Equal((0L, 0L), (writer.Statistics.Queued, writer.Statistics.QueuedBytes));
    }

    protected BatchingWriter<Versioned> Create(bool exactlyOnce, Action<BatchingWriterOptions<Versioned>>? configure = null)
    {
        var options = new BatchingWriterOptions<Versioned> { ExactlyOnce = exactlyOnce, DeliveryTimeout = TimeSpan.FromSeconds(30) };
        configure?.Invoke(options);
        return Db.CreateWriter(options);
    }

    protected static Versioned Row(int id, string text) => new(id, text, 1);

    protected async Task<IReadOnlyList<Versioned>> StoredAsync() => await Db.QueryAsync<Versioned>($"select * from versioned where id >= 0", Token);

    /// <summary>A row without a version.</summary>
    [System.ComponentModel.DataAnnotations.Schema.Table("plain_rows")]
    public sealed record Plain([property: System.ComponentModel.DataAnnotations.Key] int Id, string? Text);

    /// <summary>A row with nothing but a key.</summary>
    [System.ComponentModel.DataAnnotations.Schema.Table("plain_rows")]
    public sealed record Bare([property: System.ComponentModel.DataAnnotations.Key] int Id);

    /// <summary>A row without a key.</summary>
    [System.ComponentModel.DataAnnotations.Schema.Table("plain_rows")]
    public sealed record Keyless(string Text);
}
