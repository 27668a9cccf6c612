namespace DataAccess.ServiceLoad.Peers;

/// <summary>A row of <c>device</c>.</summary>
internal sealed record PeerDevice(string Serial, string Name, string Site, bool Enabled, long Version);
