using System.ComponentModel.DataAnnotations;
using DataAccess;

namespace Service.Devices;

/// <summary>A row of <c>device</c>. The version is counted up by each update, so that nobody overwrites what he has not read.</summary>
[Row]
public sealed record Device([property: Key] string Serial, string Name, string Site, bool Enabled, [property: ConcurrencyCheck] long Version);
