namespace DataAccess.CheckedProgram;

/// <summary>A row whose name is a text.</summary>
public sealed record Misfit(long Id, string Name);
