using System.Data.Common;

namespace DataAccess.Providers;

/// <content>Sessions: how they are opened, reset and given values.</content>
public abstract partial class DatabaseProvider
{
    /// <summary>Passes on what the server says while statements run on a connection, and that is no error. A database without such messages does nothing, which is the default.</summary>
    /// <param name="connection">An open connection.</param>
    /// <param name="receive">Called for each message, before the call that runs the statement returns. It neither throws nor uses the connection.</param>
    public virtual void ReceiveNotices(DbConnection connection, Action<ServerNotice> receive)
    {
    }

    /// <summary>Opens the connection and puts the session into the initial state of a lease.</summary>
    /// <param name="connection">A connection of <see cref="CreateConnection()"/>.</param>
    /// <param name="role">What it will be used for.</param>
    /// <param name="cancellationToken">Cancels the operation; the connection is then disposed by the caller.</param>
    public abstract ValueTask OpenAsync(DbConnection connection, ConnectionRole role, CancellationToken cancellationToken);

    /// <summary>Opens the connection of a <see cref="Connections.DedicatedConnection"/>. Default: <see cref="OpenAsync"/>, whatever the settings.</summary>
    /// <param name="connection">A connection of <see cref="CreateScriptConnection"/>.</param>
    /// <param name="settings">What its session begins with.</param>
    /// <param name="cancellationToken">Cancels the operation; the connection is then disposed by the caller.</param>
    public virtual ValueTask OpenScriptAsync(DbConnection connection, SessionSettings settings, CancellationToken cancellationToken)
        => OpenAsync(connection, ConnectionRole.Writer, cancellationToken);

    /// <summary>Resets a used session to the state that <see cref="OpenAsync"/> left.</summary>
    /// <param name="connection">An open connection.</param>
    /// <param name="hasPreparedStatements">Whether the session has prepared statements, which must survive.</param>
    /// <param name="cancellationToken">Cancels the operation; the connection is then closed.</param>
    /// <returns>Whether the session was reset; if not, the connection is closed.</returns>
    public abstract ValueTask<bool> ResetAsync(DbConnection connection, bool hasPreparedStatements, CancellationToken cancellationToken);

    /// <summary>Prepares a command. What it throws is the driver's exception for a failed statement, also where the driver throws another one here.</summary>
    /// <param name="command">A command of the driver.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    public virtual async ValueTask PrepareAsync(DbCommand command, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(command);
        await command.PrepareAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// Sets again, after <c>DatabaseOptions.OnConnectionOpened</c> has run, what the library's guarantees rest on and that may have changed; and rolls back a
    /// transaction that was left open.
    /// </summary>
    /// <param name="connection">An open connection.</param>
    /// <param name="role">What it is used for.</param>
    /// <param name="cancellationToken">Cancels the operation; the connection is then closed.</param>
    public virtual ValueTask SecureSessionAsync(DbConnection connection, ConnectionRole role, CancellationToken cancellationToken) => default;

    /// <summary>
    /// Makes a session reject every write until its reset, for statements that are declared read-only. Called only if
    /// <see cref="CanShareData"/> is false, because such statements then have no connection of their own.
    /// </summary>
    /// <param name="connection">An open connection.</param>
    public virtual void RestrictToReads(DbConnection connection)
    {
    }

    /// <summary>
    /// What the database runs without the text of a statement showing it: the functions of triggers, views, defaults and policies.
    /// Functions that come with the database or an extension may be left out.
    /// </summary>
    /// <param name="connection">An open connection.</param>
    /// <param name="cancellationToken">Cancels the operation; the connection is then closed.</param>
    public virtual ValueTask<IReadOnlyList<HiddenRoutine>> FindHiddenRoutinesAsync(DbConnection connection, CancellationToken cancellationToken) => new([]);

    /// <summary>How long the values of <c>Database.As</c> stay in a session. Default: none are supported.</summary>
    public virtual SessionValueLife SessionValueLife => SessionValueLife.None;

    /// <summary>What the names of session values begin with, unless <c>DatabaseOptions.SessionValuePrefix</c> says otherwise.</summary>
    public virtual string SessionValuePrefix => "";

    /// <summary>Makes a command of a batch set the values, as parameters. It gives one result with columns if they end with the transaction, and else none.</summary>
    /// <param name="command">An empty command.</param>
    /// <param name="values">The values.</param>
    public virtual void WriteSessionValues(DbBatchCommand command, SessionValues values) => throw new NotSupportedException();

    /// <summary>Sets the values in a session, or in its transaction if they end with it.</summary>
    /// <param name="connection">An open connection.</param>
    /// <param name="values">The values.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    public virtual ValueTask SetSessionValuesAsync(DbConnection connection, SessionValues values, CancellationToken cancellationToken) => throw new NotSupportedException();

    /// <summary>Clears values that <see cref="SetSessionValuesAsync"/> has set in a session.</summary>
    /// <param name="connection">An open connection.</param>
    /// <param name="values">The values.</param>
    /// <param name="cancellationToken">Cancels the operation; the connection is then closed.</param>
    public virtual ValueTask ClearSessionValuesAsync(DbConnection connection, SessionValues values, CancellationToken cancellationToken) => default;

    /// <summary>Tells a connection the values that its function gives to statements, if they are asked for by each (<see cref="SessionValueLife.Call"/>).</summary>
    /// <param name="connection">An open connection, on which nothing runs.</param>
    /// <param name="values">The values, or null for none.</param>
    public virtual void ShareSessionValues(DbConnection connection, SessionValues? values)
    {
    }

    /// <summary>Pings the server; throws if it does not answer.</summary>
    /// <param name="connection">An open connection.</param>
    /// <param name="cancellationToken">Cancels the operation; the connection is then closed.</param>
    public abstract ValueTask PingAsync(DbConnection connection, CancellationToken cancellationToken);

    /// <summary>The statements of named locks, for a server that keeps locks for sessions; null, the default, for a database that <see cref="TryLockLocally"/>.</summary>
    public virtual SessionLockSql? SessionLocks => null;

    /// <summary>Takes a named lock that all users of the same database share, unless somebody has it. Called only if <see cref="SessionLocks"/> is null. May block for a moment.</summary>
    /// <param name="name">The lock's name.</param>
    /// <returns>The lock; null if somebody else has it.</returns>
    /// <exception cref="NotSupportedException">The database has no locks.</exception>
    public virtual LocalLock? TryLockLocally(string name) => throw new NotSupportedException($"{Dialect.Name} has no named locks.");

    /// <summary>How the database sends and receives notifications; null, the default, if it has none.</summary>
    public virtual NotificationSql? Notifications => null;
}
