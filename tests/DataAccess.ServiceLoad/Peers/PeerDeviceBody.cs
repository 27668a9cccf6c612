namespace DataAccess.ServiceLoad.Peers;

/// <summary>The body of <c>PUT /devices/{serial}</c>.</summary>
internal sealed record PeerDeviceBody(string Name, string Site, bool Enabled);
