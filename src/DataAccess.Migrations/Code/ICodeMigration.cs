namespace DataAccess.Migrations;

/// <summary>
/// A migration written in C#, for what SQL cannot do well. It takes its place among the files by its version, and runs in the same session,
/// transaction and journal. Give it to <see cref="MigrationOptions.CodeMigrations"/>, or register it as a service before <c>AddDataAccessMigrations</c>.
/// </summary>
/// <remarks>
/// What it does with the context is rolled back if it throws: on PostgreSQL and SQLite always; on MySQL and MariaDB as long as it has run no
/// statement that commits by itself, such as one that changes the schema. It may be run again after that, as when another session held a lock for
/// too long, so do nothing in it that a rollback does not undo. With a connection of its own it would be outside the transaction.
/// </remarks>
public interface ICodeMigration
{
    /// <summary>Its name as that of a file, without an ending: <c>0005_move_customers</c>, or <c>repeatable/refresh_totals</c> to run again when <see cref="Revision"/> changes.</summary>
    string Name { get; }

    /// <summary>
    /// Any text, such as <c>1</c>, to change whenever what the migration does is changed. It stands for a file's checksum: compiled code has none
    /// that stays the same, so an edit is noticed only if this says so.
    /// </summary>
    string Revision { get; }

    /// <summary>
    /// Whether it may be run again from its beginning after an earlier run of it has ended anywhere in it. Default false: on MySQL and MariaDB
    /// <c>up</c> then asks what became of it, where it was not rolled back.
    /// </summary>
    bool IsRepeatable => false;

    /// <summary>Applies the migration.</summary>
    /// <param name="context">Runs statements. Await each call; it is refused once this method has returned.</param>
    /// <param name="cancellationToken">Is cancelled when the run is. The context's calls are cancelled with it, whether or not they are given it.</param>
    ValueTask UpAsync(CodeMigrationContext context, CancellationToken cancellationToken);
}
