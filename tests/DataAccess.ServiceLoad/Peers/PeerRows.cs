namespace DataAccess.ServiceLoad.Peers;

/// <summary>The rows of the peers, as the sample has them.</summary>
internal sealed record PeerDevice(string Serial, string Name, string Site, bool Enabled, long Version);

internal sealed record PeerReading(string Id, string Device, double Level, DateTime TakenAt);

internal sealed record PeerSite(string Site, long Quota, long Devices, long Readings, double? HighestLevel);

internal sealed record PeerPage(IReadOnlyList<PeerReading> Items, bool HasMore, PeerReading? Last);

internal sealed record PeerNewReading(string Device, double Level)
{
    public PeerReading ToRow() => new(Guid.CreateVersion7().ToString(), Device, Level, DateTime.UtcNow);
}

internal sealed record PeerDeviceBody(string Name, string Site, bool Enabled);

internal sealed record PeerTransfer(string From, string To, long Amount);
