namespace DataAccess.Migrations.Files;

/// <summary>What a file holds.</summary>
/// <param name="Up">Its script.</param>
/// <param name="Down">What undoes it, where a file of another tool holds both; else null.</param>
internal sealed record ScriptFile(MigrationScript Up, MigrationScript? Down);
