using System.Data.Common;
using DataAccess.Providers;
using DataAccess.Sql;

namespace DataAccess.Connections.Pool;

/// <content>How a session is put into the state in which a lease begins: when it opens, and when it is reset.</content>
internal sealed partial class PhysicalConnection
{
    private string? _database;

    public async ValueTask OpenAsync(CancellationToken cancellationToken)
    {
        await RunAsync(
            static async (self, _, ct) =>
            {
                await self.OpenSessionAsync(ct).ConfigureAwait(false);
                return true;
            },
            0,
            cancellationToken).ConfigureAwait(false);
        _database = Connection.Database;
        await CompleteSessionAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Whether the user's part of opening is running, which then is what takes too long.</summary>
    public bool IsInHook { get; private set; }

    public async ValueTask PingAsync(CancellationToken cancellationToken)
        => await RunAsync(
            static async (self, _, ct) =>
            {
                await self._provider.PingAsync(self.Connection, ct).ConfigureAwait(false);
                return true;
            },
            0,
            cancellationToken).ConfigureAwait(false);

    /// <summary>Resets the session to its initial state; marks the connection as broken if that fails.</summary>
    public async ValueTask ResetAsync(CancellationToken cancellationToken)
    {
        // Values that the user's hook had set are there again only after it has run.
        var isHooked = _left is not null && Pool.OnOpened is not null;
        if (!_dirty && !isHooked && _reset != SessionReset.Always)
        {
            if (_unchecked || _left is null)
            {
                await PingAsync(cancellationToken).ConfigureAwait(false);
                _unchecked = false;
            }

            if (_left is { } values)
            {
                await ClearValuesAsync(values, cancellationToken).ConfigureAwait(false);
            }

            return;
        }

        // What the driver has connected anew to another database is not the library's session any more.
        var isReset = string.Equals(Connection.Database, _database, StringComparison.Ordinal) && await RunAsync(
            static (self, _, ct) => self._provider.ResetAsync(self.Connection, self.Statements.HasPrepared, ct), 0, cancellationToken).ConfigureAwait(false);
        if (isReset)
        {
            _left = null;
            await CompleteSessionAsync(cancellationToken).ConfigureAwait(false);
        }
        else
        {
            MarkBroken();
        }

        _dirty = false;
        _unchecked = false;
    }

    /// <summary>Queries the catalog for whether reads run only known functions, besides what their texts show. It is queried again on each call.</summary>
    public async ValueTask<bool> ReadsOnlyRunWhatIsKnownAsync(CancellationToken cancellationToken)
        => !(await FindUnknownRoutinesAsync(cancellationToken).ConfigureAwait(false)).InReads;

    private ValueTask OpenSessionAsync(CancellationToken cancellationToken)
        => _dedicated is { } settings
            ? _provider.OpenScriptAsync(Connection, settings, cancellationToken)
            : _provider.OpenAsync(Connection, Role, cancellationToken);

    /// <summary>The user's part, and what has to follow it. Each part begins on the connection's own thread, wherever the one before it ended.</summary>
    private async ValueTask CompleteSessionAsync(CancellationToken cancellationToken)
    {
        if (Pool.OnOpened is { } hook && _dedicated is null or SessionSettings.Library)
        {
            IsInHook = true;
            await RunAsync(static (self, hook, ct) => self.RunHookAsync(hook, ct), hook, cancellationToken).ConfigureAwait(false);
            IsInHook = false;
            await RunAsync(
                static (self, _, ct) => self.SecureAsync(ct),
                0,
                cancellationToken).ConfigureAwait(false);
        }

        if (_reset == SessionReset.WhenUnsure)
        {
            // The statements that ran may have created a trigger or a view.
            (_readsMayDirty, _writesMayDirty) = await RunAsync(static (self, _, ct) => self.FindUnknownRoutinesAsync(ct), 0, cancellationToken).ConfigureAwait(false);
        }
    }

    private async ValueTask<bool> RunHookAsync(Func<DbConnection, CancellationToken, ValueTask> hook, CancellationToken cancellationToken)
    {
        try
        {
            await hook(Connection, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw new OpenHookException(exception);
        }

        return IsClosed ? throw new OpenHookException(new InvalidOperationException("It closed the connection."))
            : _provider.HasOpenResult(Connection) ? throw new OpenHookException(new InvalidOperationException("It left a result open; dispose its reader."))
            : true;
    }

    /// <summary>What has to follow the hook. It fails where the hook has left a result open.</summary>
    private async ValueTask<bool> SecureAsync(CancellationToken cancellationToken)
    {
        try
        {
            await _provider.SecureSessionAsync(Connection, Role, cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested && _provider.Classify(exception).Kind is not (FailureKind.ConnectionLost or FailureKind.Unavailable))
        {
            throw new OpenHookException(exception);
        }
    }

    private async ValueTask<(bool InReads, bool InWrites)> FindUnknownRoutinesAsync(CancellationToken cancellationToken)
    {
        var found = (InReads: false, InWrites: false);
        foreach (var routine in await _provider.FindHiddenRoutinesAsync(Connection, cancellationToken).ConfigureAwait(false))
        {
            if (!RoutineText.IsHarmless(routine.Source, _provider.Dialect))
            {
                found = (found.InReads || routine.IsRead, InWrites: true);
            }
        }

        return found;
    }
}
