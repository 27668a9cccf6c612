namespace Service.Devices;

/// <summary>The body of <c>PUT /devices/{serial}</c>.</summary>
public sealed record DeviceBody(string Name, string Site, bool Enabled);
