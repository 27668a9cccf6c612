namespace DataAccess.Migrations;

/// <summary>A migration written in C# that can be undone.</summary>
public interface IReversibleCodeMigration : ICodeMigration
{
    /// <summary>Undoes the migration.</summary>
    /// <param name="context">Runs statements. Await each call; it is refused once this method has returned.</param>
    /// <param name="cancellationToken">Is cancelled when the run is.</param>
    ValueTask DownAsync(CodeMigrationContext context, CancellationToken cancellationToken);
}
