namespace Service;

/// <summary>A row of the table <c>reading</c>. The id is made here, in the order of time.</summary>
public sealed record Reading(string Id, string Sensor, double Level);
