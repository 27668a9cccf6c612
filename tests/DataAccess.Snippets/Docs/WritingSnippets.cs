namespace DataAccess.Snippets.Docs;

/// <summary>The code of docs/writing.md.</summary>
internal static class WritingSnippets
{
    public static async Task WriteAsync(Database db, Reading reading, IAsyncEnumerable<Reading> readings, CancellationToken ct)
    {
        await using var writer = db.CreateWriter<Reading>();
        await writer.WriteAsync(reading, ct);      // committed when it returns
        await writer.EnqueueAsync(reading, ct);    // accepted when it returns; waits while the queue is full
        await writer.FlushAsync(ct);               // everything accepted before now has its outcome

        var summary = await writer.WriteManyAsync(readings, ct);    // a sequence, streamed; memory does not grow with it
        summary.ThrowIfIncomplete();
    }

    public static async Task WriteManyAsync(BatchingWriter<Reading> writer, IAsyncEnumerable<Reading> readings, CancellationToken ct)
    {
        var summary = await writer.WriteManyAsync(readings, (failed, ct) =>
        {
            Console.WriteLine($"row {failed.Index} ended as {failed.Outcome}: {failed.Failure.Message}");
            return default;
        }, ct);
        Console.WriteLine(summary);
    }

    public static async Task WriteWithOptionsAsync(Database db, FailureLog log, CancellationToken ct)
    {
        await using var writer = db.CreateWriter<Reading>(new()
        {
            PartitionBy = r => r.Sensor,               // rows of one sensor are committed in the order they came in
            OnConflict = ConflictAction.Update,        // or Ignore; a key that is there is an error by default
            ExactlyOnce = true,                        // a lost COMMIT is looked up, and no row stays in doubt
            FullMode = QueueFullMode.Fail,             // or DropOldest; callers wait by default
            DeadLetter = (failed, ct) => log.AddAsync(failed.Row, failed.Outcome, failed.Failure.Message, ct),
        });
        await writer.EnsureLedgerAsync(ct);            // once; or create the table by a migration
    }

    public static async Task SpoolAsync(Database db, Reading reading, FailureLog log, CancellationToken ct)
    {
        await using var writer = db.CreateWriter<Reading>(new()
        {
            ExactlyOnce = true,                            // after a crash the ledger says what the database already has
            Spool = "/var/lib/app/readings",               // a directory on a local disk, of this writer alone
            DeadLetter = (failed, ct) => log.AddAsync(failed.Row, failed.Outcome, failed.Failure.Message, ct),
        });
        await writer.EnsureLedgerAsync(ct);                // once; or create the table by a migration

        await writer.EnqueueAsync(reading, ct);            // on the disk when it returns, whether or not the database can be reached
        await writer.FlushAsync(ct);                       // in the database, or rejected; throws if the writer has stopped
    }

    public static async Task ChangeAsync(BatchingWriter<Reading> writer, Reading account, CancellationToken ct)
    {
        bool wasThere = await writer.UpdateAsync(account, ct);    // committed when it returns; false if there is no row with its key
        bool wasDeleted = await writer.DeleteAsync(account, ct);  // by its key, whatever its version
        Console.WriteLine((wasThere, wasDeleted));
    }

    public static async Task WriteAndGetKeyAsync(Database db, Order order, CancellationToken ct)
    {
        await using var writer = db.CreateWriter<Order>(new() { ReturnsKeys = true });
        var id = await writer.WriteAndGetKeyAsync<long>(order, ct);    // committed when it returns, with the key of this very row
        Console.WriteLine(id);
    }

    internal abstract class FailureLog
    {
        public abstract ValueTask AddAsync(Reading row, RowOutcome outcome, string why, CancellationToken ct);
    }

    internal sealed record Order([property: System.ComponentModel.DataAnnotations.Schema.DatabaseGenerated(System.ComponentModel.DataAnnotations.Schema.DatabaseGeneratedOption.Identity)] long Id, string Customer);

    internal sealed record Reading(Guid Id, string Sensor, double Level);
}
