using System.Net;
using System.Net.Sockets;
using DataAccess.Conformance;
using DataAccess.Mapping;
using MySqlConnector;
using Xunit;

namespace DataAccess.MySql.Tests;

/// <summary>
/// The driver's cancel: it opens a connection of its own to cancel the command by, and looks at the command once that is open. What it
/// throws there would end the process on a timer's thread, this one of the tests too.
/// </summary>
public abstract class MySqlTimeoutSuite(TestEngine engine) : DatabaseSuite(engine)
{
    protected override async ValueTask SetUpAsync()
        => await RunAsync("create table readings (sequence bigint not null primary key, sensor varchar(20) not null, level double)");

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3_000)]
    public async Task A_batch_that_ends_while_the_driver_connects_to_cancel_it_does_no_harm(int size)
    {
        var given = new MySqlConnectionStringBuilder(ConnectionString);
        await using var gate = new SecondConnectionGate(given.Server, (int)given.Port);
        var text = new MySqlConnectionStringBuilder(ConnectionString) { Server = "127.0.0.1", Port = (uint)gate.Port }.ConnectionString;
        await using var db = MySqlDatabase.Open(text, new MySqlOptions { Connections = { MaxConnections = 1 } });
        await db.ExecuteAsync($"select 1", Token);
        var inserter = db.Provider.CreateInserter(TableMap.For<Reading>(), ConflictAction.Error);
        var rows = Enumerable.Range(0, size).Select(static i => new Reading { Sequence = i, Sensor = "s" }).ToArray();

        await using (var holder = new MySqlConnection(new MySqlConnectionStringBuilder(ConnectionString) { Pooling = false }.ConnectionString))
        {
            await holder.OpenAsync(Token);
            await using var transaction = await holder.BeginTransactionAsync(Token);
            await using var command = new MySqlCommand("insert into readings values (0, 'held', null)", holder, transaction);
            await command.ExecuteNonQueryAsync(Token);
            using var timed = new CancellationTokenSource(TimeSpan.FromSeconds(1));
            var insert = InserterCall.InsertAsync(db, inserter, InserterCall.Attempt<Reading>(rows, commandTimeoutSeconds: 30), timed.Token);

            // The second connection stands at the gate: the driver wants to cancel. Now the lock is given up.
            await gate.SecondArrived.WaitAsync(TimeSpan.FromSeconds(60), Token);
            await transaction.RollbackAsync(Token);
            await Record.ExceptionAsync(() => insert.WaitAsync(TimeSpan.FromSeconds(60), Token));
        }

        gate.LetIn();
        await gate.SecondLeft.WaitAsync(TimeSpan.FromSeconds(60), Token);

        Assert.Equal(1, await db.QuerySingleAsync<int>($"select 1", Token));
    }

    /// <summary>Passes the first connection on at once, and later ones when they are let in.</summary>
    private sealed class SecondConnectionGate : IAsyncDisposable
    {
        private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
        private readonly TaskCompletionSource _arrived = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource _letIn = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource _left = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly CancellationTokenSource _closing = new();
        private readonly string _host;
        private readonly int _port;
        private readonly Task _accepting;

        public SecondConnectionGate(string host, int port)
        {
            _host = host;
            _port = port;
            _listener.Start();
            _accepting = AcceptAsync();
        }

        public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

        public Task SecondArrived => _arrived.Task;

        public Task SecondLeft => _left.Task;

        public void LetIn() => _letIn.TrySetResult();

        public async ValueTask DisposeAsync()
        {
            await _closing.CancelAsync();
            LetIn();
            await _accepting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            _listener.Dispose();
            _closing.Dispose();
        }

        private async Task AcceptAsync()
        {
            var passing = new List<Task>();
            for (var number = 1; !_closing.IsCancellationRequested; number++)
            {
                try
                {
                    passing.Add(PassAsync(await _listener.AcceptTcpClientAsync(_closing.Token), isFirst: number == 1));
                }
                catch (OperationCanceledException)
                {
                    break;
                }
            }

            await Task.WhenAll(passing).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        private async Task PassAsync(TcpClient client, bool isFirst)
        {
            using (client)
            {
                if (!isFirst)
                {
                    _arrived.TrySetResult();
                    await _letIn.Task;
                }

                using var server = new TcpClient();
                await server.ConnectAsync(_host, _port, _closing.Token);
                await Task.WhenAny(
                    client.GetStream().CopyToAsync(server.GetStream(), _closing.Token),
                    server.GetStream().CopyToAsync(client.GetStream(), _closing.Token));
            }

            if (!isFirst)
            {
                _left.TrySetResult();
            }
        }
    }
}
