using DataAccess.Migrations.Engines;
using DataAccess.Migrations.Sessions;
using DataAccess.Migrations.Tenants;
using Microsoft.Extensions.Logging;

namespace DataAccess.Migrations;

/// <summary>
/// Migrates many tenants with the same files: schemas of a PostgreSQL database, databases of a MySQL or MariaDB server, SQLite files. Each has its own history
/// and its own lock, so that tenants are migrated side by side, while two runners never work on the same one.
/// </summary>
/// <remarks>
/// The methods return what became of each tenant, sorted by name. A tenant that fails stops no other one. Run the method again to do what is left: what is
/// applied is not run again. Cancelling ends the running statements; the results then say for each tenant how far it got.
/// Instances of <see cref="ICodeMigration"/> are used for several tenants at the same time.
/// </remarks>
public sealed class TenantMigrator
{
    private readonly Database _database;
    private readonly TenantOptions _tenants;
    private readonly MigrationOptions _options;
    private readonly ILoggerFactory? _loggerFactory;
    private readonly TimeProvider? _time;
    private readonly MigrationEngine _engine;

    /// <summary>Creates a migrator. Nothing is read or connected yet.</summary>
    /// <param name="database">Where the tenants are listed; its server, user and provider's options are those of every tenant.</param>
    /// <param name="tenants">Which tenants, and how many at a time.</param>
    /// <param name="options">Where the migrations are and how they run; null for the defaults. <see cref="MigrationOptions.HistorySchema"/> is each tenant's own.</param>
    /// <param name="loggerFactory">Creates the logger; null for no logging.</param>
    /// <param name="time">The clock; null for the system's.</param>
    /// <exception cref="InvalidOptionsException">Some options are not valid; the message names all of them.</exception>
    /// <exception cref="NotSupportedException">Migrations do not support this kind of database.</exception>
    public TenantMigrator(Database database, TenantOptions tenants, MigrationOptions? options = null, ILoggerFactory? loggerFactory = null, TimeProvider? time = null)
    {
        ArgumentNullException.ThrowIfNull(database);
        ArgumentNullException.ThrowIfNull(tenants);
        (_database, _tenants, _options, _loggerFactory, _time) = (database, tenants, options ?? new MigrationOptions(), loggerFactory, time);
        _tenants.Validate();
        _options.Validate();
        if (_options.HistorySchema is not null)
        {
            throw new InvalidOptionsException($"{nameof(MigrationOptions.HistorySchema)} is '{_options.HistorySchema}', but the history of each tenant is its own. Set it to null.");
        }

        _engine = EngineRegistry.Find(database.Provider);
    }

    /// <summary>Lists the tenants, sorted by name.</summary>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <exception cref="MigrationException">There is none.</exception>
    /// <exception cref="DatabaseUnavailableException">No connection could be opened.</exception>
    public async ValueTask<IReadOnlyList<string>> FindAsync(CancellationToken cancellationToken = default)
        => [.. (await FindAsync(checksTopology: false, cancellationToken).ConfigureAwait(false)).Select(static tenant => tenant.Name)];

    /// <summary>Applies pending migrations to every tenant, as <see cref="Migrator.UpAsync"/> does.</summary>
    /// <param name="to">The last version to apply; null for all, and the repeatable ones after them.</param>
    /// <param name="progress">Receives each statement before it runs, of all tenants; their names stand before the migrations'. Null for no progress.</param>
    /// <param name="cancellationToken">Cancels the running statements; what is applied stays recorded.</param>
    /// <returns>What was applied to each tenant, or why it failed.</returns>
    /// <exception cref="MigrationException">There is no tenant, or the files are not valid. Nothing was run.</exception>
    /// <exception cref="DatabaseUnavailableException">The tenants could not be listed.</exception>
    public ValueTask<IReadOnlyList<TenantResult<IReadOnlyList<CompletedMigration>>>> UpAsync(
        MigrationVersion? to = null, IProgress<MigrationProgress>? progress = null, CancellationToken cancellationToken = default)
        => RunAsync(progress, writes: true, (migrator, relay, ct) => migrator.UpAsync(to, relay, ct), cancellationToken);

    /// <summary>Undoes applied migrations of every tenant, as <see cref="Migrator.DownAsync"/> does.</summary>
    /// <param name="to">The version to return to, which stays applied; null to undo only the newest of each.</param>
    /// <param name="progress">As in <see cref="UpAsync"/>.</param>
    /// <param name="cancellationToken">Cancels the running statements; what is undone stays recorded.</param>
    /// <returns>What was undone of each tenant, or why it failed.</returns>
    /// <exception cref="MigrationException">There is no tenant, or the files are not valid. Nothing was run.</exception>
    /// <exception cref="DatabaseUnavailableException">The tenants could not be listed.</exception>
    public ValueTask<IReadOnlyList<TenantResult<IReadOnlyList<CompletedMigration>>>> DownAsync(
        MigrationVersion? to = null, IProgress<MigrationProgress>? progress = null, CancellationToken cancellationToken = default)
        => RunAsync(progress, writes: true, (migrator, relay, ct) => migrator.DownAsync(to, relay, ct), cancellationToken);

    /// <summary>Returns the state of each migration of every tenant. Writes nothing.</summary>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <exception cref="MigrationException">There is no tenant, or the migrations' folder does not exist.</exception>
    /// <exception cref="DatabaseUnavailableException">The tenants could not be listed.</exception>
    public ValueTask<IReadOnlyList<TenantResult<MigrationStatus>>> StatusAsync(CancellationToken cancellationToken = default)
        => RunAsync(progress: null, writes: false, static (migrator, _, ct) => migrator.StatusAsync(ct), cancellationToken);

    /// <summary>Returns what <see cref="UpAsync"/> would run for every tenant, or which problems it would report. Writes nothing.</summary>
    /// <param name="to">The last version to apply; null for all.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <exception cref="MigrationException">There is no tenant, or the migrations' folder does not exist.</exception>
    /// <exception cref="DatabaseUnavailableException">The tenants could not be listed.</exception>
    public ValueTask<IReadOnlyList<TenantResult<IReadOnlyList<PendingMigration>>>> PlanAsync(MigrationVersion? to = null, CancellationToken cancellationToken = default)
        => RunAsync(progress: null, writes: false, (migrator, _, ct) => migrator.PlanAsync(to, ct), cancellationToken);

    private async ValueTask<IReadOnlyList<TenantResult<T>>> RunAsync<T>(
        IProgress<MigrationProgress>? progress, bool writes, Func<Migrator, IProgress<MigrationProgress>, CancellationToken, ValueTask<T>> work, CancellationToken cancellationToken)
        where T : class
    {
        // Once for all tenants.
        var files = await new Migrator(_database, _options, _loggerFactory, _time).ReadFilesAsync(cancellationToken).ConfigureAwait(false);
        if (writes && files.Problems.Count > 0)
        {
            throw MigrationException.Validation(files.Problems);
        }

        var tenants = await FindAsync(checksTopology: writes, cancellationToken).ConfigureAwait(false);
        return await new TenantRun<T>(_tenants, MigrateAsync).RunAsync(tenants, cancellationToken).ConfigureAwait(false);

        async ValueTask<TenantResult<T>> MigrateAsync(string tenant, CancellationToken ct)
        {
            var relay = new TenantProgress(tenant, progress);
            try
            {
                var database = new Database(_database.Provider.ForTenant(tenant), _tenants.Database, _loggerFactory, _time);
                await using (database.ConfigureAwait(false))
                {
                    var options = _options.ForTenant(_engine.Runner.TenantNames is null ? null : tenant);
                    var migrator = new Migrator(database, options, _loggerFactory, _time) { Files = files };
                    var value = await work(migrator, relay, ct).ConfigureAwait(false);
                    return new TenantResult<T>(tenant, value, null) { Completed = value as IReadOnlyList<CompletedMigration> ?? [] };
                }
            }
            catch (Exception exception)
            {
                return new TenantResult<T>(tenant, null, exception) { Completed = relay.Completed };
            }
        }
    }

    private async ValueTask<IReadOnlyList<(string Name, bool Exists)>> FindAsync(bool checksTopology, CancellationToken cancellationToken)
    {
        var list = new TenantList(_tenants, _engine.Runner);
        if (_tenants.Query is null && _engine.Runner.TenantNames is null)
        {
            return await list.FindAsync(session: null, cancellationToken).ConfigureAwait(false);
        }

        return await MigrationSession.ReadAsync(
            _database,
            async session =>
            {
                var found = await list.FindAsync(session, cancellationToken).ConfigureAwait(false);
                if (checksTopology)
                {
                    await _engine.Runner.CheckTopologyAsync(_database, session, cancellationToken).ConfigureAwait(false);
                }

                return found;
            },
            cancellationToken).ConfigureAwait(false);
    }
}
