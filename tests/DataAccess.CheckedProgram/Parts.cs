namespace DataAccess.CheckedProgram;

/// <summary>The repository of the checked program.</summary>
/// <param name="db">The database.</param>
public sealed class Parts(Database db) : Repository<Part, long>(db);
