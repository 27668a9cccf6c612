namespace DataAccess.Snippets.Packages;

internal sealed record Reading(Guid Id, string Sensor, double Level);
