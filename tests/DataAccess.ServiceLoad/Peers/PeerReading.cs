namespace DataAccess.ServiceLoad.Peers;

/// <summary>A row of <c>reading</c>.</summary>
internal sealed record PeerReading(string Id, string Device, double Level, DateTime TakenAt);
