namespace DataAccess.EventProgram;

/// <summary>An event of the runs with faults.</summary>
/// <param name="Number">Its place among those of its key, from 1.</param>
/// <param name="IsPoison">Whether each attempt to handle it fails.</param>
public sealed record Step(int Number, bool IsPoison);
