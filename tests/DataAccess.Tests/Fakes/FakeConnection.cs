using System.Data;
using System.Data.Common;
using System.Diagnostics.CodeAnalysis;

namespace DataAccess.Tests;

/// <summary>A connection without a server. It notices when two leases use it at once.</summary>
internal sealed class FakeConnection(FakeProvider provider) : DbConnection
{
    private ConnectionState _state;
    private int _users;
    private int _closed;

    [AllowNull]
    public override string ConnectionString { get; set; } = "";

    public override string Database => "db";

    public override string DataSource => "fake";

    public override string ServerVersion => "1";

    public override ConnectionState State => _state;

    public List<FakeCommand> Commands { get; } = [];

    /// <summary>Called by whoever got a lease; false when somebody else has it too.</summary>
    public bool TryBeginUse() => Interlocked.Increment(ref _users) == 1;

    public void EndUse() => Interlocked.Decrement(ref _users);

    /// <summary>What a driver does that notices the end of its connection.</summary>
    public void Lose() => _state = ConnectionState.Broken;

    public override void Open() => _state = ConnectionState.Open;

    public override Task OpenAsync(CancellationToken cancellationToken)
    {
        Open();
        return Task.CompletedTask;
    }

    public override void Close() => throw new NotSupportedException("Nothing here may be synchronous.");

    public override async Task CloseAsync()
    {
        _state = ConnectionState.Closed;
        if (Interlocked.Exchange(ref _closed, 1) == 0)
        {
            await provider.ClosedAsync(this);
        }
    }

    public override async ValueTask DisposeAsync()
    {
        await CloseAsync();
        await base.DisposeAsync();
    }

    public override void ChangeDatabase(string databaseName) => throw new NotSupportedException();

    protected override DbTransaction BeginDbTransaction(IsolationLevel isolationLevel) => throw new NotSupportedException();

    protected override DbCommand CreateDbCommand()
    {
        var command = new FakeCommand();
        Commands.Add(command);
        return command;
    }
}
