using System.Data.Common;

namespace DataAccess.Conformance.Faults;

/// <summary>What the faults have to know of a kind of database server.</summary>
public abstract class ServerTarget
{
    /// <summary>The numbers of all sessions in the current database but the asking one.</summary>
    public abstract string OtherSessions { get; }

    /// <summary>How many sessions wait for a lock.</summary>
    public abstract string LockWaits { get; }

    /// <summary>How often it may be looked at.</summary>
    public virtual TimeSpan LockWaitsInterval => TimeSpan.FromMilliseconds(10);

    /// <summary>Makes the other one the victim of a deadlock with this transaction.</summary>
    public virtual string BePatientWithDeadlocks => "select 1";

    /// <summary>Lets new sessions of this database wait for a lock for a short while only.</summary>
    public abstract string ShortLockTimeout { get; }

    /// <summary>Takes <see cref="ShortLockTimeout"/> back.</summary>
    public abstract string UsualLockTimeout { get; }

    /// <summary>The definition of a column that numbers the rows as they are inserted.</summary>
    public abstract string NumberingColumn { get; }

    /// <summary>The signal that shuts the server down in order, sessions or not.</summary>
    public abstract string ShutdownSignal { get; }

    /// <summary>Makes the table's triggers.</summary>
    public abstract IReadOnlyList<string> Triggers { get; }

    public abstract IReadOnlyList<string> DropTriggers { get; }

    /// <summary>Each sets all sessions to come so that a statement means another thing.</summary>
    public virtual IReadOnlyList<string> Modes => [];

    /// <summary>Takes <see cref="Modes"/> back.</summary>
    public virtual IReadOnlyList<string> UsualModes => [];

    /// <summary>A statement that ends a session.</summary>
    public abstract string Kill(long session);

    /// <summary>Where the server is.</summary>
    public (string Host, int Port) AddressOf(string connectionString)
    {
        var builder = new DbConnectionStringBuilder { ConnectionString = connectionString };
        return ((string)builder[HostKeyword], int.Parse((string)builder[PortKeyword], null));
    }

    /// <summary>The same database by way of a port of this machine, unencrypted, so that the proxy can read it.</summary>
    public string Through(string connectionString, int port)
    {
        var builder = new DbConnectionStringBuilder { ConnectionString = connectionString, [HostKeyword] = "127.0.0.1", [PortKeyword] = port };
        Unencrypt(builder);
        return builder.ConnectionString;
    }

    /// <summary>Chooses among the ways in which a client may be set up.</summary>
    public virtual void Vary(DbConnectionStringBuilder builder, Random random)
    {
    }

    /// <summary>Lets a client wait for an answer that does not come no longer than some seconds.</summary>
    public virtual void ShortenSilence(DbConnectionStringBuilder builder)
    {
    }

    /// <summary>What the server answers a message with that a late KILL has hit; null where it is one that none need hit.</summary>
    public virtual byte[]? LateKill(ReadOnlyMemory<byte> message) => null;

    public abstract WireProtocol CreateWire();

    protected abstract string HostKeyword { get; }

    protected virtual string PortKeyword => "Port";

    protected abstract void Unencrypt(DbConnectionStringBuilder builder);
}
