namespace DataAccess.Events.Streaming;

/// <summary>An event of a stream as it is stored.</summary>
internal sealed record StoredRecord(long Position, long Id, string Topic, string? EventKey, string Body, string? Headers, DateTimeOffset Created);
