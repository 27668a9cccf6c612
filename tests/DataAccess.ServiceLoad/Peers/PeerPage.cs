namespace DataAccess.ServiceLoad.Peers;

/// <summary>The answer of <c>GET /readings</c>.</summary>
internal sealed record PeerPage(IReadOnlyList<PeerReading> Items, bool HasMore, PeerReading? Last);
