using DataAccess;

namespace Service.Readings;

/// <summary>A row of <c>reading</c>. The id is made here, in the order of time.</summary>
[Row]
public sealed record Reading(string Id, string Device, double Level, DateTime TakenAt);
