using DataAccess.Migrations.Engines;
using DataAccess.Migrations.History;
using DataAccess.Migrations.Parsing;
using DataAccess.Migrations.Sessions;
using DataAccess.Migrations.Snapshots;

namespace DataAccess.Migrations;

/// <summary>
/// The schema of a database as SQL, read from its catalogue alone. The same schema gives the same text, and an empty database that
/// runs the text has the same schema. What it cannot read it names in its head.
/// </summary>
public static class SchemaSnapshot
{
    /// <summary>Reads a schema. Writes nothing.</summary>
    /// <param name="database">The database.</param>
    /// <param name="options">Where its history is; null for the defaults.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <returns>The statements that make the schema, without rows, owners and privileges, and the applied migrations as comments at the end.</returns>
    /// <exception cref="DatabaseUnavailableException">No connection could be opened.</exception>
    /// <exception cref="InvalidOptionsException">Some options are not valid; the message names all of them.</exception>
    /// <exception cref="NotSupportedException">Migrations do not support this kind of database.</exception>
    public static async ValueTask<string> ReadAsync(Database database, MigrationOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(database);
        options ??= new MigrationOptions();
        options.Validate();
        var engine = EngineRegistry.Find(database.Provider);
        return await MigrationSession.ReadAsync(
            database,
            async session =>
            {
                var schema = await engine.Runner.SchemaAsync(session, cancellationToken).ConfigureAwait(false);
                var place = await HistoryPlace.FindAsync(session, engine.Runner, schema, options, cancellationToken).ConfigureAwait(false);
                var history = await new MigrationHistory(session, engine.Runner, place).ReadAsync(cancellationToken).ConfigureAwait(false);
                var applied = history.Where(static row => row.State is HistoryState.Applied or HistoryState.Baseline)
                    .OrderBy(static row => row.Version is null)
                    .ThenBy(static row => row.Version)
                    .ThenBy(static row => row.Name, StringComparer.Ordinal)
                    .Select(static row => row.Name)
                    .ToList();
                return SnapshotText.Write(await ContentAsync(engine, session, HistoryPlace.Of(options), cancellationToken).ConfigureAwait(false), engine.Snapshot, [SnapshotText.Head], applied);
            },
            cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Compares a database with a snapshot of it. Writes nothing.</summary>
    /// <param name="database">The database.</param>
    /// <param name="snapshot">The text that <see cref="ReadAsync(Database, MigrationOptions, CancellationToken)"/> returned.</param>
    /// <param name="options">Where its history is; null for the defaults.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <returns>The objects that differ, by name; empty if none do.</returns>
    /// <exception cref="MigrationException">The text is not a snapshot of this kind of database.</exception>
    /// <exception cref="DatabaseUnavailableException">No connection could be opened.</exception>
    /// <exception cref="InvalidOptionsException">Some options are not valid; the message names all of them.</exception>
    /// <exception cref="NotSupportedException">Migrations do not support this kind of database.</exception>
    public static async ValueTask<IReadOnlyList<SchemaDifference>> CompareAsync(
        Database database, string snapshot, MigrationOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        var found = await ReadAsync(database, options, cancellationToken).ConfigureAwait(false);
        var dialect = EngineRegistry.Find(database.Provider).Snapshot;
        try
        {
            return SnapshotComparison.Of(SnapshotText.Read(snapshot, dialect), SnapshotText.Read(found, dialect));
        }
        catch (ScriptException exception)
        {
            throw MigrationException.Validation([Invariant($"The snapshot cannot be read, line {exception.Line}: {exception.Message} Write it again with 'dataaccess migrate dump'.")]);
        }
    }

    internal static ValueTask<SchemaContent> ReadAsync(MigrationEngine engine, Database database, MigrationOptions options, CancellationToken cancellationToken)
        => MigrationSession.ReadAsync(database, session => ContentAsync(engine, session, HistoryPlace.Of(options), cancellationToken), cancellationToken);

    private static ValueTask<SchemaContent> ContentAsync(MigrationEngine engine, MigrationSession session, HistoryPlace history, CancellationToken cancellationToken)
        => engine.Snapshot.ReadAsync(session, [history.Table, history.StepTable], cancellationToken);
}
