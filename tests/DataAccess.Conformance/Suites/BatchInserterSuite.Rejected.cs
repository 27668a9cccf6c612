using DataAccess.Conformance.Faults;
using DataAccess.Mapping;
using DataAccess.Providers;
using Xunit;

namespace DataAccess.Conformance;

/// <content>Rows that the database refuses, conflicts, the ledger and cancels.</content>
public abstract partial class BatchInserterSuite
{
    /// <summary>Every reason for every size of more than one row.</summary>
    public static TheoryData<BadRow, int> BadRows
    {
        get
        {
            var data = new TheoryData<BadRow, int>();
            foreach (var bad in Enum.GetValues<BadRow>())
            {
                foreach (var size in new[] { 2, 100, 3_000, 10_000 })
                {
                    data.Add(bad, size);
                }
            }

            return data;
        }
    }

    /// <summary>Whether the inserter tells which row is rejected; where not, the writer halves the batch.</summary>
    protected virtual bool Names(BadRow bad, int size) => true;

    [Theory]
    [MemberData(nameof(BadRows))]
    public async Task A_rejected_row_is_named_or_left_out_alone(BadRow bad, int size)
    {
        var inserter = InserterFor<Reading>();
        await InsertAsync(inserter, [new Reading { Sequence = -1, Sensor = "old" }]);
        var rows = Rows(size);
        var at = size * 2 / 3;
        rows[at] = bad switch
        {
            BadRow.KeyInTable => new Reading { Sequence = -1, Sensor = "new" },
            BadRow.KeyInBatch => new Reading { Sequence = 0, Sensor = "again" },
            BadRow.Null => new Reading { Sequence = at, Sensor = null! },
            _ => new Reading { Sequence = at, Sensor = "s", Level = 5_000 },
        };
        BatchAttempt<Reading>? attempt = null;
        var batch = Guid.NewGuid();

        var error = await Record.ExceptionAsync(async () => attempt = await InsertAsync(inserter, rows, batch));

        if (error is null)
        {
            Assert.Equal([at], attempt!.Rejected.Select(static r => r.Index));
            Assert.Equal(FailureKind.Rejected, attempt.Rejected[0].Failure.Kind);
            Assert.Equal(size, (await StoredAsync()).Count);
            Assert.Equal([batch], await LedgerAsync());
            return;
        }

        Assert.Equal(FailureKind.Rejected, Db.Provider.Classify(error).Kind);
        Assert.Equal(Names(bad, size) ? at : -1, inserter.FindRejected(error, rows));
        Assert.Equal("-1 old ", Show(Assert.Single(await StoredAsync())));
        Assert.Empty(await LedgerAsync());

        // The others go without it, on the same connection.
        await InsertAsync(inserter, [.. rows[..at], .. rows[(at + 1)..]], batch);
        Assert.Equal(size, (await StoredAsync()).Count);
        Assert.Equal([batch], await LedgerAsync());
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public async Task The_ledger_is_written_with_the_rows_and_refuses_a_batch_it_knows(int size)
    {
        var inserter = InserterFor<Reading>();
        var batch = Guid.NewGuid();

        var attempt = await InsertAsync(inserter, Rows(size), batch);

        Assert.True(attempt.IsCommitSent);
        Assert.Equal([batch], await LedgerAsync());
        var again = Rows(size, first: size);
        var error = await Assert.ThrowsAnyAsync<Exception>(async () => await InsertAsync(inserter, again, batch));
        Assert.Equal(FailureKind.Rejected, Db.Provider.Classify(error).Kind);
        Assert.Equal(-1, inserter.FindRejected(error, again));
        Assert.Equal(size, (await StoredAsync()).Count);
        Assert.Equal([batch], await LedgerAsync());
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public async Task Ignored_conflicts_leave_the_row_in_the_table(int size)
    {
        var inserter = InserterFor<Reading>(ConflictAction.Ignore);
        await InsertAsync(inserter, [new Reading { Sequence = 0, Sensor = "old" }]);
        var batch = Guid.NewGuid();

        await InsertAsync(inserter, [.. Rows(size), .. size > 1 ? Rows(1) : []], batch);

        var stored = await StoredAsync();
        Assert.Equal("0 old ", Show(stored[0]));
        Assert.Equal(Rows(size).Skip(1).Select(Show), stored.Skip(1).Select(Show), StringComparer.Ordinal);
        Assert.Equal([batch], await LedgerAsync());
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public async Task Of_rows_with_one_key_the_last_one_overwrites_the_row_in_the_table(int size)
    {
        var inserter = InserterFor<Reading>(ConflictAction.Update);
        await InsertAsync(inserter, Rows(size));
        Reading[] changed = [.. Rows(size), .. Rows(size)];
        for (var i = 0; i < size; i++)
        {
            changed[i].Sensor = "first";
            changed[size + i].Sensor = "last";
            changed[size + i].Level = null;
        }

        Reading[] sent = size == 1 ? changed[1..] : changed;
        Reading[] asSent = [.. sent];
        var attempt = await InsertAsync(inserter, sent, Guid.NewGuid());

        var stored = await StoredAsync();
        Assert.Equal(size, stored.Count);
        Assert.All(stored, static row => Assert.Equal($"{row.Sequence} last ", Show(row)));
        Assert.Equal<Reading>(asSent, attempt.Rows.ToArray(), ReferenceEqualityComparer.Instance.Equals);
        Assert.Empty(attempt.Rejected);
        Assert.Single(await LedgerAsync());
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public async Task Cancelled_while_the_database_works_nothing_is_stored_and_the_pool_is_clean(int size)
    {
        await using var db = Reopen(static o => o.Connections.MaxConnections = 2);
        var inserter = db.Provider.CreateInserter(TableMap.For<Reading>(), ConflictAction.Error);
        using var source = CancellationTokenSource.CreateLinkedTokenSource(Token);
        // Another transaction holds the key of the batch's last row, so that the batch waits for it.
        await Assert.ThrowsAsync<InvalidOperationException>(() => Db.InTransactionAsync(
            async (transaction, token) =>
            {
                await transaction.ExecuteAsync($"insert into readings (sequence, sensor) values ({size - 1}, {"held"})", token);
                var insert = InsertAsync(inserter, Rows(size), Guid.NewGuid(), source.Token, db).AsTask();
                await Observed.WaitingForALockAsync(Db, db);
                await source.CancelAsync();
                var error = await Assert.ThrowsAnyAsync<Exception>(() => insert);
                Assert.Equal(FailureKind.Cancelled, db.Provider.Classify(error).Kind);
                throw new InvalidOperationException("rolled back");
            },
            Token).AsTask());

        for (var i = 0; i < 5; i++)
        {
            await InsertAsync(inserter, Rows(size, 20_000 + (i * size)), database: db);
        }

        // What was cancelled is reset or closed behind the caller's back.
        await Waiting.UntilAsync("every lease is back", () => db.Connections.Statistics.Leased == 0);
        Assert.Equal(5 * size, (await StoredAsync()).Count);
        Assert.Empty(await LedgerAsync());
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public async Task Cancelled_before_it_begins_nothing_is_stored(int size)
    {
        var inserter = InserterFor<Reading>();
        await InsertAsync(inserter, Rows(size));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            async () => await InsertAsync(inserter, Rows(size, size), cancellationToken: new CancellationToken(canceled: true)));

        await InsertAsync(inserter, Rows(size, 2 * size));
        Assert.Equal(2 * size, (await StoredAsync()).Count);
    }
}
