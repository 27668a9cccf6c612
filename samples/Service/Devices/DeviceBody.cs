using System.ComponentModel.DataAnnotations;

namespace Service.Devices;

/// <summary>The body of <c>PUT /devices/{serial}</c>.</summary>
public sealed record DeviceBody([Required, Text(100)] string Name, [Required, Text(40)] string Site, bool Enabled);
