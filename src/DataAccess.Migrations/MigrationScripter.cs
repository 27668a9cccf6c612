using DataAccess.Migrations.Engines;
using DataAccess.Migrations.Files;
using DataAccess.Migrations.History;
using DataAccess.Migrations.Planning;
using DataAccess.Migrations.Scripting;

namespace DataAccess.Migrations;

/// <summary>Writes migrations as one script for a database's client program, from the files alone. With a database, use <see cref="Migrator.ScriptAsync"/>.</summary>
public static class MigrationScripter
{
    /// <summary>Writes what <c>up</c> would run on a database at some version.</summary>
    /// <param name="database">The kind of database.</param>
    /// <param name="options">Where the migrations are and how they run; null for the defaults.</param>
    /// <param name="from">The version that the database is at, or 0 for an empty one.</param>
    /// <param name="to">The last version to apply; null for all, and the repeatable ones after them.</param>
    /// <param name="idempotent">Whether each migration runs only if it is not in the history.</param>
    /// <returns>The script, which also records the history.</returns>
    /// <exception cref="MigrationException">The files are not valid, or a statement cannot be scripted; the message says which and why.</exception>
    /// <exception cref="InvalidOptionsException">Some options are not valid; the message names all of them.</exception>
    public static string Script(MigrationDatabase database, MigrationOptions? options = null, MigrationVersion from = default, MigrationVersion? to = null, bool idempotent = false)
    {
        options ??= new MigrationOptions();
        options.Validate();
        var engine = EngineRegistry.Find(database);
        var files = MigrationSet.Read(options, EngineRegistry.FilesOf(engine));
        var history = files.Versioned.Where(m => m.Version <= from)
            .Select(static m => new HistoryRow(m.Key, m.Version, m.Name, m.Up.Checksum, HistoryState.Baseline, DateTime.UnixEpoch, 0, ""))
            .ToList();
        if (from != default && (history.Count == 0 || history[^1].Version != from))
        {
            throw MigrationException.Validation([Invariant($"There is no migration with version {from} to start after.")]);
        }

        return Script(files, new HistorySnapshot(HistoryPlace.Of(options), history, NonEmpty: null), engine, options, to, idempotent);
    }

    internal static string Script(
        MigrationSet files, HistorySnapshot history, MigrationEngine engine, MigrationOptions options, MigrationVersion? to, bool idempotent)
    {
        var plan = new Planner(files, history.Rows, engine.Runner, options).Plan(to, history.NonEmpty);
        plan.ThrowIfInvalid();
        return new ScriptWriter(engine.Runner, engine.Script, options, history.Place, idempotent).Write(plan.Pending, files.Callbacks);
    }
}
