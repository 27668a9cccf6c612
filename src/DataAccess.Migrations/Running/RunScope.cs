using DataAccess.Migrations.Dialects;
using DataAccess.Migrations.History;
using DataAccess.Migrations.Sessions;
using Microsoft.Extensions.Logging;

namespace DataAccess.Migrations.Running;

/// <summary>A run from its lock to its release: the session, the lock, and the history as it is inside the lock.</summary>
internal sealed class RunScope : IAsyncDisposable
{
    private readonly MigrationSession _session;
    private readonly IAsyncDisposable _lock;

    private RunScope(MigrationSession session, IAsyncDisposable taken, RunContext context)
    {
        _session = session;
        _lock = taken;
        Context = context;
    }

    public RunContext Context { get; }

    /// <exception cref="DatabaseUnavailableException">No connection could be opened.</exception>
    /// <exception cref="MigrationException">Another runner has the lock, or the connection is not safe to run on.</exception>
    public static async ValueTask<RunScope> EnterAsync(
        Database database, RunnerDialect dialect, MigrationOptions options, TimeProvider time, ILogger logger, IProgress<MigrationProgress>? progress, CancellationToken cancellationToken, MigrationSession? opened = null)
    {
        while (true)
        {
            var session = opened ?? await MigrationSession.OpenAsync(database, cancellationToken).ConfigureAwait(false);
            opened = null;
            try
            {
                var schema = await dialect.SchemaAsync(session, cancellationToken).ConfigureAwait(false);
                if (!options.HasCheckedTopology)
                {
                    await dialect.CheckTopologyAsync(database, session, cancellationToken).ConfigureAwait(false);
                }

                var (taken, place) = await LockAsync(session, dialect, schema, options, new RunnerLock(dialect, options.RunnerTimeout, time, logger), cancellationToken).ConfigureAwait(false);
                if (place is not null)
                {
                    return new RunScope(session, taken, new RunContext(session, dialect, schema, place, options, time, logger, progress));
                }

                // Another runner has created the history meanwhile, and in another schema, which has another lock.
                await session.DisposeAsync().ConfigureAwait(false);
                await taken.DisposeAsync().ConfigureAwait(false);
            }
            catch
            {
                await session.DisposeAsync().ConfigureAwait(false);
                throw;
            }
        }
    }

    /// <summary>Takes the lock of the history's schema; the place is null if the history turns out to be in another one.</summary>
    private static async ValueTask<(IAsyncDisposable Taken, HistoryPlace? Place)> LockAsync(
        MigrationSession session, RunnerDialect dialect, string? schema, MigrationOptions options, RunnerLock runnerLock, CancellationToken cancellationToken)
    {
        var place = await HistoryPlace.FindAsync(session, dialect, schema, options, cancellationToken).ConfigureAwait(false);
        if (dialect.HasOwnLock(place.Schema) && !place.Exists && options.HistorySchema is null)
        {
            // Two runners that begin in different schemas would each create a history there. This lock ends with the session.
            await runnerLock.AcquireAsync(session, cancellationToken).ConfigureAwait(false);
        }

        session.LockedSchema = place.Schema;
        var taken = await runnerLock.AcquireAsync(session, cancellationToken).ConfigureAwait(false);
        try
        {
            // Inside the lock, as another runner may just have created it.
            var now = await HistoryPlace.FindAsync(session, dialect, schema, options, cancellationToken).ConfigureAwait(false);
            return (taken, now.Schema == place.Schema ? now : null);
        }
        catch
        {
            await taken.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        Context.Notices?.End();

        // The session first: its transaction is over before another runner may begin.
        await _session.DisposeAsync().ConfigureAwait(false);
        await _lock.DisposeAsync().ConfigureAwait(false);
    }
}
