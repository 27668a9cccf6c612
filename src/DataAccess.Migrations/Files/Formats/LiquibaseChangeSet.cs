namespace DataAccess.Migrations.Files.Formats;

/// <summary>A change set of a Liquibase file.</summary>
/// <param name="line">The line that begins it.</param>
/// <param name="id">Its author and id.</param>
internal sealed class LiquibaseChangeSet(ScriptLine line, string id)
{
    /// <summary>Its name: author:id.</summary>
    public string Id { get; } = id;

    public ScriptLine Line { get; } = line;

    public bool IsOutsideTransaction { get; set; }

    /// <summary>Whether the file says how it is rolled back, be it with nothing.</summary>
    public bool HasRollback { get; set; }
}
