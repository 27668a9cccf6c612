using DataAccess;

namespace Service.Sites;

/// <summary>A line of <c>GET /sites/report</c>.</summary>
[Row]
public sealed record SiteReport(string Site, long Quota, long Devices, long Readings, double? HighestLevel);
