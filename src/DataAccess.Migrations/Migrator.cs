using DataAccess.Migrations.Adopting;
using DataAccess.Migrations.Engines;
using DataAccess.Migrations.Files;
using DataAccess.Migrations.History;
using DataAccess.Migrations.Planning;
using DataAccess.Migrations.Repairing;
using DataAccess.Migrations.Running;
using DataAccess.Migrations.Sessions;
using DataAccess.Telemetry;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace DataAccess.Migrations;

/// <summary>
/// Migrates a database's schema. Any number of processes may run it at the same time: one works,
/// the others wait and then find nothing to do.
/// </summary>
public sealed class Migrator
{
    private readonly Database _database;
    private readonly MigrationOptions _options;
    private readonly MigrationEngine _engine;
    private readonly ILogger _logger;
    private readonly TimeProvider _time;

    /// <summary>Creates a migrator. Nothing is read or connected yet.</summary>
    /// <param name="database">The database.</param>
    /// <param name="options">Where the migrations are and how they run; null for the defaults.</param>
    /// <param name="loggerFactory">Creates the logger; null for no logging.</param>
    /// <param name="time">The clock; null for the system's.</param>
    /// <exception cref="InvalidOptionsException">Some options are not valid; the message names all of them.</exception>
    /// <exception cref="NotSupportedException">Migrations do not support this kind of database.</exception>
    public Migrator(Database database, MigrationOptions? options = null, ILoggerFactory? loggerFactory = null, TimeProvider? time = null)
    {
        ArgumentNullException.ThrowIfNull(database);
        _database = database;
        _options = options ?? new MigrationOptions();
        _options.Validate();
        _engine = EngineRegistry.Find(database.Provider);
        _logger = new SafeLogger((loggerFactory ?? NullLoggerFactory.Instance).CreateLogger("DataAccess.Migrations"));
        _time = time ?? TimeProvider.System;
    }

    /// <summary>The files, if they were read before: many tenants share them. Null to read them with each call.</summary>
    internal MigrationSet? Files { get; init; }

    /// <summary>A hook for tests, which can end a run as a kill would: where it throws, the session is lost.</summary>
    internal Action<string>? BeforeCall { get; set; }

    /// <summary>Applies pending migrations.</summary>
    /// <param name="to">The last version to apply; null for all, and the repeatable ones after them.</param>
    /// <param name="progress">Receives each statement before it runs, what the server says meanwhile, and each migration when it is completed; null for no progress.</param>
    /// <param name="cancellationToken">Cancels the running statement; what is applied stays recorded.</param>
    /// <returns>The applied migrations, in order; empty if nothing was pending.</returns>
    /// <exception cref="MigrationException">The files are not valid, or a statement failed. The message says what state the database is in and what to do.</exception>
    /// <exception cref="DatabaseUnavailableException">No connection could be opened.</exception>
    public ValueTask<IReadOnlyList<CompletedMigration>> UpAsync(
        MigrationVersion? to = null, IProgress<MigrationProgress>? progress = null, CancellationToken cancellationToken = default)
        => ApplyAsync(to, progress, isRedone: false, cancellationToken);

    /// <summary>Undoes applied migrations with their <c>.down.sql</c>, the newest first.</summary>
    /// <param name="to">The version to return to, which stays applied; null to undo only the newest.</param>
    /// <param name="progress">Receives each statement before it runs, what the server says meanwhile, and each migration when it is completed; null for no progress.</param>
    /// <param name="cancellationToken">Cancels the running statement; what is undone stays recorded.</param>
    /// <returns>The undone migrations, in order.</returns>
    /// <exception cref="MigrationException">A migration has no down script, or a statement failed. The message says what state the database is in and what to do.</exception>
    /// <exception cref="DatabaseUnavailableException">No connection could be opened.</exception>
    public ValueTask<IReadOnlyList<CompletedMigration>> DownAsync(
        MigrationVersion? to = null, IProgress<MigrationProgress>? progress = null, CancellationToken cancellationToken = default)
        => RunAsync(progress, (run, files, ct) => new DownRun(run).RunAsync(files, to, ct), cancellationToken);

    /// <summary>Returns the state of each migration. Writes nothing.</summary>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <exception cref="MigrationException">The migrations' folder does not exist.</exception>
    /// <exception cref="DatabaseUnavailableException">No connection could be opened.</exception>
    public async ValueTask<MigrationStatus> StatusAsync(CancellationToken cancellationToken = default)
    {
        var (files, history) = await ReadAsync(cancellationToken).ConfigureAwait(false);
        var plan = new Planner(files, history.Rows, _engine.Runner, _options).Plan(to: null, history.NonEmpty);
        return new MigrationStatus(StatusList.Of(files, history.Rows, plan.Skipped), plan.Problems);
    }

    /// <summary>Returns what <see cref="UpAsync"/> would run. Writes nothing, not even the history tables.</summary>
    /// <param name="to">The last version to apply; null for all.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <exception cref="MigrationException">The files are not valid, or do not match the history.</exception>
    /// <exception cref="DatabaseUnavailableException">No connection could be opened.</exception>
    public async ValueTask<IReadOnlyList<PendingMigration>> PlanAsync(MigrationVersion? to = null, CancellationToken cancellationToken = default)
    {
        var (files, history) = await ReadAsync(cancellationToken).ConfigureAwait(false);
        var plan = new Planner(files, history.Rows, _engine.Runner, _options).Plan(to, history.NonEmpty);
        plan.ThrowIfInvalid();
        return PendingList.Of(plan.Pending, files.Callbacks);
    }

    /// <summary>Writes what <see cref="UpAsync"/> would run as one script for the database's client program. Changes nothing.</summary>
    /// <param name="to">The last version to apply; null for all, and the repeatable ones after them.</param>
    /// <param name="idempotent">Whether each migration runs only if it is not in the history.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <returns>The script, which also records the history.</returns>
    /// <exception cref="MigrationException">The files are not valid, or a statement cannot be scripted; the message says which and why.</exception>
    /// <exception cref="DatabaseUnavailableException">No connection could be opened.</exception>
    public async ValueTask<string> ScriptAsync(MigrationVersion? to = null, bool idempotent = false, CancellationToken cancellationToken = default)
        => MigrationScripter.Script(
            await ReadFilesAsync(cancellationToken).ConfigureAwait(false), await ReadHistoryAsync(cancellationToken).ConfigureAwait(false), _engine, _options, to, idempotent);

    /// <summary>Validates the files, alone and against the history. Writes nothing.</summary>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <exception cref="MigrationException">They are not valid; the message lists all problems.</exception>
    /// <exception cref="DatabaseUnavailableException">No connection could be opened.</exception>
    public async ValueTask ValidateAsync(CancellationToken cancellationToken = default)
        => await PlanAsync(to: null, cancellationToken).ConfigureAwait(false);

    /// <summary>Records whether an interrupted step ran, where the database cannot tell.</summary>
    /// <param name="migration">The version's digits, or a repeatable migration's name.</param>
    /// <param name="step">The step's number, from the message.</param>
    /// <param name="isDone">True if it ran. If not, the next <see cref="UpAsync"/> runs it and the steps after it again.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <exception cref="MigrationException">There is no such step to resolve.</exception>
    public async ValueTask ResolveAsync(string migration, int step, bool isDone, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(migration);
        var scope = await EnterAsync(progress: null, needsHistory: false, cancellationToken).ConfigureAwait(false);
        await using (scope.ConfigureAwait(false))
        {
            var run = scope.Context;
            var key = MigrationVersion.TryParse(migration, out var version) ? Migration.KeyOf(version, "") : migration;
            var history = await run.History.ReadAsync(cancellationToken).ConfigureAwait(false);
            var row = history.FirstOrDefault(r => r.Key == key);
            var steps = await run.History.StepsAsync(key, cancellationToken).ConfigureAwait(false);
            if (row?.State is not (HistoryState.Applying or HistoryState.Undoing) || steps.All(s => s.Step != step))
            {
                throw MigrationException.Validation(
                    [Invariant($"Migration {migration} has no step {step} to resolve: {(row is null ? "it was never started" : row.State == HistoryState.Applied ? "it is applied" : Invariant($"its journal has {steps.Count} steps"))}.")]);
            }

            await run.WriteAsync([isDone ? run.Writes.Done(key, step) : run.Writes.Forget(key, step)]).ConfigureAwait(false);
        }
    }

    /// <summary>Marks all migrations up to a version as applied without running them, for a database that already has that schema.</summary>
    /// <param name="version">The last version to mark.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <exception cref="MigrationException">A migration is already applied, or there is no such version.</exception>
    public async ValueTask BaselineAsync(MigrationVersion version, CancellationToken cancellationToken = default)
        => await RunAsync(
            progress: null,
            async (run, files, ct) =>
            {
                var taken = files.Versioned.Where(m => m.Version <= version).ToList();
                var history = await run.History.ReadAsync(ct).ConfigureAwait(false);
                if (history.Count > 0 || taken.Count == 0 || taken[^1].Version != version)
                {
                    throw MigrationException.Validation(
                        history.Count > 0 ? [$"{history[0].Name} is already in the history. A baseline needs a database without a history."]
                        : [Invariant($"There is no migration with version {version}.")]);
                }

                await run.WriteAsync([.. taken.SelectMany(m => run.Writes.Put(m, HistoryState.Baseline, TimeSpan.Zero))]).ConfigureAwait(false);
                return [];
            },
            cancellationToken).ConfigureAwait(false);

    /// <summary>
    /// Adopts the history of another tool: what it has applied counts as applied here, with the checksums of the files
    /// as they are now. The other tool's table is not changed, and its checksums are ignored.
    /// </summary>
    /// <param name="tool">The other tool.</param>
    /// <param name="table">Its table, if it is not the default one; may have a schema in front.</param>
    /// <param name="dryRun">Whether to return what would be adopted, and write nothing.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <returns>The adopted migrations, in order.</returns>
    /// <exception cref="MigrationException">The database already has a history, or a row has failed or has no file. Nothing was written; the message lists all problems.</exception>
    /// <exception cref="DatabaseUnavailableException">No connection could be opened.</exception>
    public async ValueTask<IReadOnlyList<AdoptedMigration>> AdoptAsync(
        MigrationTool tool, string? table = null, bool dryRun = false, CancellationToken cancellationToken = default)
    {
        var run = new AdoptRun(_engine.Runner, ExternalTool.Of(tool), table, _options);
        var files = await ReadFilesAsync(cancellationToken).ConfigureAwait(false);

        // Without the lock, which would create the history tables: if this fails, nothing is written.
        var adopted = await MigrationSession.ReadAsync(_database, session => run.PlanAsync(session, files, cancellationToken), cancellationToken).ConfigureAwait(false);
        if (!dryRun)
        {
            await RunAsync(progress: null, (context, again, ct) => run.WriteAsync(context, again, ct), cancellationToken).ConfigureAwait(false);
        }

        return adopted;
    }

    /// <summary>
    /// Changes rows of the history, and nothing else in the database: for a file that was edited, renamed or given another version after
    /// it was applied, and for a migration that is to count as never applied. Each repair has to fit; otherwise nothing is changed.
    /// </summary>
    /// <param name="repairs">What to change.</param>
    /// <param name="dryRun">Whether to return what would be changed, and write nothing.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <returns>What is changed, in the order of the repairs.</returns>
    /// <exception cref="MigrationException">A repair does not fit the history or the files. Nothing was changed; the message lists all problems.</exception>
    /// <exception cref="DatabaseUnavailableException">No connection could be opened.</exception>
    public async ValueTask<IReadOnlyList<RepairedMigration>> RepairAsync(IReadOnlyList<MigrationRepair> repairs, bool dryRun, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(repairs);
        var files = await ReadFilesAsync(cancellationToken).ConfigureAwait(false);
        if (files.Problems.Count > 0)
        {
            throw MigrationException.Validation(files.Problems);
        }

        // Without the lock, which would create the history tables: if this fails, nothing is written.
        var history = await ReadHistoryAsync(cancellationToken).ConfigureAwait(false);
        var planned = new RepairPlan(files, history.Rows).Of(repairs);
        if (!dryRun && planned.Count > 0)
        {
            var scope = await EnterAsync(progress: null, needsHistory: false, cancellationToken).ConfigureAwait(false);
            await using (scope.ConfigureAwait(false))
            {
                await RepairRun.WriteAsync(scope.Context, files, repairs, cancellationToken).ConfigureAwait(false);
            }
        }

        return planned.Select(static p => p.Result).ToList();
    }

    /// <summary>Ends the session of a hanging runner, on databases where a session holds the lock.</summary>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <returns>The ended session, or null if no session holds the lock.</returns>
    /// <exception cref="DatabaseUnavailableException">No connection could be opened.</exception>
    public async ValueTask<string?> UnlockAsync(CancellationToken cancellationToken = default)
    {
        if (!_engine.Runner.LocksInSession)
        {
            return null;
        }

        var session = await MigrationSession.OpenAsync(_database, cancellationToken).ConfigureAwait(false);
        await using (session.ConfigureAwait(false))
        {
            var schema = await _engine.Runner.SchemaAsync(session, cancellationToken).ConfigureAwait(false);
            session.LockedSchema = (await HistoryPlace.FindAsync(session, _engine.Runner, schema, _options, cancellationToken).ConfigureAwait(false)).Schema;
            return await _engine.Runner.UnlockAsync(session, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <inheritdoc cref="UpAsync"/>
    /// <param name="to">The last version to apply; null for all, and the repeatable ones after them.</param>
    /// <param name="progress">Receives each statement before it runs; null for no progress.</param>
    /// <param name="isRedone">Whether this program has just undone what it applies again, so that the history may be empty and the database not.</param>
    /// <param name="cancellationToken">Cancels the running statement; what is applied stays recorded.</param>
    internal ValueTask<IReadOnlyList<CompletedMigration>> ApplyAsync(
        MigrationVersion? to, IProgress<MigrationProgress>? progress, bool isRedone, CancellationToken cancellationToken)
        => RunAsync(progress, (run, files, ct) => new UpRun(run).RunAsync(files, to, ct), cancellationToken, needsHistory: !isRedone);

    private async ValueTask<IReadOnlyList<CompletedMigration>> RunAsync(
        IProgress<MigrationProgress>? progress,
        Func<RunContext, MigrationSet, CancellationToken, ValueTask<IReadOnlyList<CompletedMigration>>> work,
        CancellationToken cancellationToken,
        bool needsHistory = false)
    {
        // Before the lock: a mistake in a file need not wait for another runner.
        var files = await ReadFilesAsync(cancellationToken, needsHistory && _options.CreateDatabase).ConfigureAwait(false);
        if (files.Problems.Count > 0)
        {
            throw MigrationException.Validation(files.Duplicates.Count == 0 ? files.Problems : await WhoHasWhichAsync(files, cancellationToken).ConfigureAwait(false));
        }

        var scope = await EnterAsync(progress, needsHistory && files.All.Any(), cancellationToken, mayCreate: needsHistory).ConfigureAwait(false);
        await using (scope.ConfigureAwait(false))
        {
            return await work(scope.Context, files, cancellationToken).ConfigureAwait(false);
        }
    }

    private async ValueTask<RunScope> EnterAsync(IProgress<MigrationProgress>? progress, bool needsHistory, CancellationToken cancellationToken, bool mayCreate = false)
    {
        var session = await OpenAsync(progress, mayCreate && _options.CreateDatabase, cancellationToken).ConfigureAwait(false);
        var scope = await RunScope.EnterAsync(_database, _engine.Runner, _options, _time, _logger, progress, cancellationToken, session).ConfigureAwait(false);
        try
        {
            if (needsHistory)
            {
                // Before the history's tables are created: what is refused writes nothing.
                await scope.Context.CheckEmptyAsync(cancellationToken).ConfigureAwait(false);
            }

            await scope.Context.PrepareAsync(cancellationToken).ConfigureAwait(false);
            scope.Context.Session.BeforeCall = BeforeCall;
            scope.Context.Listen();
            return scope;
        }
        catch
        {
            await scope.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>The problems of files, and which of those with the same version the database has.</summary>
    private async ValueTask<IReadOnlyList<string>> WhoHasWhichAsync(MigrationSet files, CancellationToken cancellationToken)
    {
        try
        {
            var history = await ReadHistoryAsync(cancellationToken).ConfigureAwait(false);
            return [.. files.Problems, .. new AppliedCheck(files, history.Rows).Problems(new SquashedHistory(files, history.Rows))];
        }
        catch (DatabaseUnavailableException)
        {
            // The files are wrong in any case.
            return files.Problems;
        }
    }

    /// <summary>Where files are for one of several engines that share a provider, the server is asked which it is.</summary>
    internal async ValueTask<MigrationSet> ReadFilesAsync(CancellationToken cancellationToken, bool mayCreate = false)
    {
        var files = Files ?? MigrationSet.Read(_options, EngineRegistry.FilesOf(_engine));
        if (Files is not null || !EngineRegistry.SharingWith(_engine).Any(other => files.Engines.Contains(EngineRegistry.FilesOf(other).Name)))
        {
            return files;
        }

        var session = await OpenAsync(progress: null, mayCreate, cancellationToken).ConfigureAwait(false);
        await using (session.ConfigureAwait(false))
        {
            var name = await _engine.Runner.ServerEngineAsync(session, cancellationToken).ConfigureAwait(false);
            var engine = EngineRegistry.SharingWith(_engine).FirstOrDefault(other => EngineRegistry.FilesOf(other).Name == name);
            return engine is null ? files : MigrationSet.Read(_options, EngineRegistry.FilesOf(engine));
        }
    }

    private async ValueTask<MigrationSession> OpenAsync(IProgress<MigrationProgress>? progress, bool mayCreate, CancellationToken cancellationToken)
    {
        try
        {
            return await MigrationSession.OpenAsync(_database, cancellationToken).ConfigureAwait(false);
        }
        catch (DatabaseUnavailableException missing) when (DatabaseCreation.IsMissing(_engine.Runner, missing))
        {
            if (!mayCreate)
            {
                throw DatabaseCreation.Explain(missing);
            }

            if (await new DatabaseCreation(_database.Provider, _engine.Runner, _time, _logger).RunAsync(missing, cancellationToken).ConfigureAwait(false) is { } created)
            {
                progress?.Report(new MigrationProgress("", 0, 0, 0, "") { CreatedDatabase = created });
            }
        }

        return await MigrationSession.OpenAsync(_database, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The files are read while the server is asked.</summary>
    private async ValueTask<(MigrationSet Files, HistorySnapshot History)> ReadAsync(CancellationToken cancellationToken)
    {
        var files = Task.Run(() => ReadFilesAsync(cancellationToken).AsTask(), cancellationToken);
        var history = ReadHistoryAsync(cancellationToken).AsTask();

        // A mistake in the files is reported first, whatever the server answers.
        await Task.WhenAll(files, history).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return (await files.ConfigureAwait(false), await history.ConfigureAwait(false));
    }

    private async ValueTask<HistorySnapshot> ReadHistoryAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await MigrationSession.ReadAsync(_database, session => ReadHistoryAsync(session, cancellationToken), cancellationToken).ConfigureAwait(false);
        }
        catch (DatabaseUnavailableException missing) when (DatabaseCreation.IsMissing(_engine.Runner, missing))
        {
            throw DatabaseCreation.Explain(missing);
        }
    }

    private async ValueTask<HistorySnapshot> ReadHistoryAsync(MigrationSession session, CancellationToken cancellationToken)
    {
        var schema = await _engine.Runner.SchemaAsync(session, cancellationToken).ConfigureAwait(false);
        var place = await HistoryPlace.FindAsync(session, _engine.Runner, schema, _options, cancellationToken).ConfigureAwait(false);
        var history = new MigrationHistory(session, _engine.Runner, place);
        var rows = await history.ReadAsync(cancellationToken).ConfigureAwait(false);

        // A script leaves the schema to the session that runs it, if the history is where that creates tables.
        var isCurrent = _options.HistorySchema is null && place.Schema == schema;
        return new HistorySnapshot(isCurrent ? place with { Schema = null } : place, rows, rows.Count == 0 ? await history.NonEmptyAsync(_options, cancellationToken).ConfigureAwait(false) : null);
    }
}
