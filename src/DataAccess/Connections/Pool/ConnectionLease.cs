using System.Data.Common;
using DataAccess.Connections.Pool;

namespace DataAccess.Connections;

/// <summary>
/// The right to use one physical connection until it is disposed. A lease that was given back refuses further use, also
/// through a copy of this value.
/// </summary>
public readonly struct ConnectionLease : IAsyncDisposable, IEquatable<ConnectionLease>
{
    private readonly PhysicalConnection? _connection;
    private readonly long _number;

    internal ConnectionLease(PhysicalConnection connection, long number)
    {
        _connection = connection;
        _number = number;
    }

    /// <summary>
    /// The driver's connection. Reading this property marks the session as dirty, as nothing can be known of what is done
    /// with it: it will be reset before anybody else gets it.
    /// </summary>
    /// <exception cref="ObjectDisposedException">The lease was given back.</exception>
    public DbConnection Connection
    {
        get
        {
            var physical = Physical;
            physical.MarkDirty();
            return physical.Connection;
        }
    }

    /// <summary>The connection with its statement cache, for the library's own use.</summary>
    internal PhysicalConnection Physical
        => _connection is { } connection && connection.LeaseNumber == _number
            ? connection
            : throw new ObjectDisposedException(nameof(ConnectionLease), "This lease was returned. Acquire a new one.");

    /// <summary>Marks the connection as not to be trusted any more; it will be closed instead of handed on.</summary>
    /// <exception cref="ObjectDisposedException">The lease was given back.</exception>
    public void Invalidate() => Physical.MarkBroken();

    /// <summary>Gives the connection back. A second call does nothing.</summary>
    public ValueTask DisposeAsync()
    {
        _connection?.Pool.Return(_connection, _number);
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public bool Equals(ConnectionLease other) => ReferenceEquals(_connection, other._connection) && _number == other._number;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is ConnectionLease other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(_connection, _number);

    /// <summary>Whether both are the same lease.</summary>
    /// <param name="left">One lease.</param>
    /// <param name="right">The other.</param>
    public static bool operator ==(ConnectionLease left, ConnectionLease right) => left.Equals(right);

    /// <summary>Whether they are different leases.</summary>
    /// <param name="left">One lease.</param>
    /// <param name="right">The other.</param>
    public static bool operator !=(ConnectionLease left, ConnectionLease right) => !left.Equals(right);
}
