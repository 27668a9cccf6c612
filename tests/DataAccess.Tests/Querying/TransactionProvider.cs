using System.Collections.Concurrent;
using System.Data.Common;
using DataAccess.Mapping;
using DataAccess.Providers;
using DataAccess.Sql;

namespace DataAccess.Tests;

/// <summary>The fake database, with transactions.</summary>
internal sealed class TransactionProvider : DatabaseProvider
{
    public FakeProvider Inner { get; } = new();

    /// <summary>What was asked of all transactions, in order: <c>begin</c>, <c>commit</c>, <c>save dataaccess_sp1</c> and so on.</summary>
    public ConcurrentQueue<string> Sent { get; } = new();

    /// <summary>The answer to a request: success, unless the test says otherwise.</summary>
    public Func<string, FakeConnection, ValueTask> OnRequest { get; set; } = static (_, _) => default;

    public override string SystemName => Inner.SystemName;

    public override string Endpoint => Inner.Endpoint;

    public override SqlDialect Dialect => Inner.Dialect;

    public override DbConnection CreateConnection() => Inner.CreateConnection();

    public override ValueTask OpenAsync(DbConnection connection, ConnectionRole role, CancellationToken cancellationToken)
        => Inner.OpenAsync(connection, role, cancellationToken);

    public override ValueTask<bool> ResetAsync(DbConnection connection, bool hasPreparedStatements, CancellationToken cancellationToken)
        => Inner.ResetAsync(connection, hasPreparedStatements, cancellationToken);

    public override ValueTask PingAsync(DbConnection connection, CancellationToken cancellationToken)
        => Inner.PingAsync(connection, cancellationToken);

    public override async ValueTask<DbTransaction> BeginTransactionAsync(
        DbConnection connection, TransactionOptions options, CancellationToken cancellationToken)
    {
        Sent.Enqueue("begin");
        await OnRequest("begin", (FakeConnection)connection);
        return new FakeTransaction(this, (FakeConnection)connection);
    }

    public override DbParameter CreateParameter(int index, Type type) => Inner.CreateParameter(index, type);

    public override DatabaseFailure Classify(Exception exception) => Inner.Classify(exception);

    public override bool ProvesRollback(Exception exception, bool wasCancelled) => Inner.ProvesRollback(exception, wasCancelled);

    public override ValueTask<IReadOnlyList<TableColumn>> DescribeTableAsync(
        DbConnection connection, TableName table, CancellationToken cancellationToken)
        => Inner.DescribeTableAsync(connection, table, cancellationToken);

    public override BatchInserter<T> CreateInserter<T>(TableMap<T> map, ConflictAction onConflict) => Inner.CreateInserter(map, onConflict);
}
