namespace DataAccess.Providers;

/// <summary>A function, or another piece of SQL, that the database runs where the text of a statement does not show it.</summary>
/// <param name="Source">Its statements, or null where they are in no language that can be read here.</param>
/// <param name="IsRead">Whether statements that only read may run it, as a view's; false where only a write does, as a trigger's.</param>
public readonly record struct HiddenRoutine(string? Source, bool IsRead);
