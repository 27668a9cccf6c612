namespace DataAccess.Conformance.Faults;

/// <summary>A row as the database has it.</summary>
public sealed record StoredRow(long Number, long? Scarce, string Sensor, double? Level);
