namespace DataAccess.Snippets.Docs;

/// <summary>The code of docs/writing.md.</summary>
internal static class WritingSnippets
{
    public static async Task WriteAsync(Database db, Reading reading, CancellationToken ct)
    {
        await using var writer = db.CreateWriter<Reading>();
        await writer.WriteAsync(reading, ct);      // committed when it returns
        await writer.EnqueueAsync(reading, ct);    // accepted when it returns; waits while the queue is full
        await writer.FlushAsync(ct);               // everything accepted before now has its outcome
    }

    internal sealed record Reading(Guid Id, string Sensor, double Level);
}
