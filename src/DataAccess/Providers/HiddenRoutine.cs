namespace DataAccess.Providers;

/// <summary>A function, or another piece of SQL, that the database runs without the text of a statement showing it.</summary>
/// <param name="Source">Its statements, or null if they are in a language that cannot be parsed here.</param>
/// <param name="IsRead">Whether read-only statements may run it, like that of a view; false if only a write does, like that of a trigger.</param>
public readonly record struct HiddenRoutine(string? Source, bool IsRead);
