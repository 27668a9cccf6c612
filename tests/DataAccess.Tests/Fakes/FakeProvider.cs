using System.Collections.Concurrent;
using System.Data.Common;
using DataAccess.Mapping;
using DataAccess.Providers;
using DataAccess.Sql;

namespace DataAccess.Tests;

/// <summary>A database that does what the test says, and counts what it was asked.</summary>
internal sealed class FakeProvider : DatabaseProvider
{
    private int _opens;
    private int _pings;
    private int _resets;
    private int _closes;

    public override string SystemName => "fake";

    public override string Endpoint => "fake:1/db";

    public override SqlDialect Dialect { get; } = new FakeDialect();

    /// <summary>What happens when a connection is opened; nothing, at once, unless the test says otherwise.</summary>
    public Func<FakeConnection, CancellationToken, ValueTask> OnOpen { get; set; } = static (_, _) => default;

    public Func<FakeConnection, CancellationToken, ValueTask> OnPing { get; set; } = static (_, _) => default;

    /// <summary>What a reset does; the result says whether it could be done.</summary>
    public Func<FakeConnection, CancellationToken, ValueTask<bool>> OnReset { get; set; } = static (_, _) => new(true);

    public Func<FakeConnection, ValueTask> OnClose { get; set; } = static _ => default;

    public Func<DbCommand, ValueTask<bool>> OnUnprepare { get; set; } = static _ => new(true);

    /// <summary>What <see cref="CreateInserter{T}"/> gives.</summary>
    public object? Inserter { get; set; }

    public ConcurrentQueue<FakeConnection> Created { get; } = new();

    public int Opens => Volatile.Read(ref _opens);

    public int Pings => Volatile.Read(ref _pings);

    public int Resets => Volatile.Read(ref _resets);

    public int Closes => Volatile.Read(ref _closes);

    public override DbConnection CreateConnection()
    {
        var connection = new FakeConnection(this);
        Created.Enqueue(connection);
        return connection;
    }

    public override async ValueTask OpenAsync(DbConnection connection, ConnectionRole role, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _opens);
        await OnOpen((FakeConnection)connection, cancellationToken);
        await connection.OpenAsync(cancellationToken);
    }

    public override ValueTask<bool> ResetAsync(DbConnection connection, bool hasPreparedStatements, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _resets);
        return OnReset((FakeConnection)connection, cancellationToken);
    }

    /// <summary>How many connections the server says that it accepts.</summary>
    public int? MaxConnections { get; set; }

    public override ValueTask<int?> FindMaxConnectionsAsync(DbConnection connection, CancellationToken cancellationToken) => new(MaxConnections);

    public override ValueTask PingAsync(DbConnection connection, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _pings);
        return OnPing((FakeConnection)connection, cancellationToken);
    }

    public override ValueTask<DbTransaction> BeginTransactionAsync(
        DbConnection connection, TransactionOptions options, CancellationToken cancellationToken)
        => throw new NotSupportedException("The fake has no transactions.");

    public override ValueTask<bool> UnprepareAsync(DbCommand command) => OnUnprepare(command);

    public override DbParameter CreateParameter(int index, Type type) => new FakeParameter { ParameterName = $"p{index}", DeclaredType = type };

    public override DatabaseFailure Classify(Exception exception) => exception switch
    {
        FakeException fake => fake.Failure,
        OperationCanceledException => new DatabaseFailure(FailureKind.Cancelled, null, "cancelled"),
        _ => new DatabaseFailure(FailureKind.Unknown, null, exception.Message),
    };

    public override bool ProvesRollback(Exception exception, bool wasCancelled)
        => exception is FakeException { Failure: { ServerAnswered: true, Kind: not FailureKind.Cancelled } };

    public override ValueTask<IReadOnlyList<TableColumn>> DescribeTableAsync(
        DbConnection connection, TableName table, CancellationToken cancellationToken)
        => new([]);

    public override BatchInserter<T> CreateInserter<T>(TableMap<T> map, ConflictAction onConflict)
        => Inserter as BatchInserter<T> ?? throw new InvalidOperationException("The test set no inserter for this row.");

    internal ValueTask ClosedAsync(FakeConnection connection)
    {
        Interlocked.Increment(ref _closes);
        return OnClose(connection);
    }
}
