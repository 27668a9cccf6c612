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
        Database database, RunnerDialect dialect, MigrationOptions options, TimeProvider time, ILogger logger, IProgress<MigrationProgress>? progress, CancellationToken cancellationToken)
    {
        var session = await MigrationSession.OpenAsync(database, cancellationToken).ConfigureAwait(false);
        try
        {
            var schema = await dialect.SchemaAsync(session, cancellationToken).ConfigureAwait(false);
            await dialect.CheckTopologyAsync(database, session, cancellationToken).ConfigureAwait(false);
            var taken = await new RunnerLock(dialect, options.RunnerTimeout, time, logger).AcquireAsync(session, cancellationToken).ConfigureAwait(false);
            try
            {
                // Inside the lock, as another runner may just have created it.
                var place = await HistoryPlace.FindAsync(session, dialect, schema, options, cancellationToken).ConfigureAwait(false);
                return new RunScope(session, taken, new RunContext(session, dialect, schema, place, options, time, logger, progress));
            }
            catch
            {
                await taken.DisposeAsync().ConfigureAwait(false);
                throw;
            }
        }
        catch
        {
            await session.DisposeAsync().ConfigureAwait(false);
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
