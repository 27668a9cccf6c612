namespace DataAccess.ServiceLoad.Peers;

/// <summary>A line of the report.</summary>
internal sealed record PeerSite(string Site, long Quota, long Devices, long Readings, double? HighestLevel);
