using System.Data.Common;
using DataAccess.Connections.Pool;

namespace DataAccess.Connections;

/// <summary>
/// The right to use one physical connection until the lease is disposed. A returned lease rejects further use, also
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
    /// The driver's connection. Reading this property marks the session as dirty, because it is not known what is done
    /// with it: the session is reset before the next lease.
    /// </summary>
    /// <exception cref="ObjectDisposedException">The lease was returned.</exception>
    public DbConnection Connection
    {
        get
        {
            var physical = Physical;
            physical.MarkDirty();
            return physical.Connection;
        }
    }

    /// <summary>The connection with its statement cache, for use by the library.</summary>
    internal PhysicalConnection Physical
        => _connection is { } connection && connection.LeaseNumber == _number
            ? connection
            : throw new ObjectDisposedException(nameof(ConnectionLease), "This lease was returned. Acquire a new one.");

    /// <summary>The connection, or null if the lease was returned.</summary>
    internal PhysicalConnection? PhysicalIfHeld => _connection is { } connection && connection.LeaseNumber == _number ? connection : null;

    /// <summary>Marks the connection as broken; it is closed instead of being reused.</summary>
    /// <exception cref="ObjectDisposedException">The lease was returned.</exception>
    public void Invalidate() => Physical.MarkBroken();

    /// <summary>Returns the connection. A second call does nothing.</summary>
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
