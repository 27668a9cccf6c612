using System.Net;
using System.Net.Sockets;
using DataAccess.Conformance;
using MySqlConnector;
using Xunit;

namespace DataAccess.MySql.Tests;

/// <summary>
/// A connection that is reset while a cancel is about to begin, on a timer's thread: what is thrown there ends the process, this one
/// of the tests too. Nothing may run on the pool between the reset and the timer, so the pool is held.
/// </summary>
public abstract class MySqlResetSuite(TestEngine engine) : DatabaseSuite(engine)
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(2);

    /// <summary>The statement is ended by the connection string's limit, a caller's token that has a timer, or a session's deadline.</summary>
    [Theory]
    [InlineData("Default Command Timeout")]
    [InlineData("token")]
    [InlineData("Within")]
    public async Task A_connection_that_is_reset_as_its_time_is_up_does_no_harm(string by)
    {
        var given = new MySqlConnectionStringBuilder(ConnectionString);
        using var proxy = new ResettingProxy(given.Server, (int)given.Port);
        var text = new MySqlConnectionStringBuilder(ConnectionString)
        {
            Server = "127.0.0.1",
            Port = (uint)proxy.Port,
            DefaultCommandTimeout = by == "Default Command Timeout" ? (uint)Limit.TotalSeconds : 30,
            SslMode = MySqlSslMode.None,
            AllowPublicKeyRetrieval = true,
        }.ConnectionString;
        await using var db = MySqlDatabase.Open(text, new MySqlOptions { Connections = { MaxConnections = 1 } });
        Assert.Equal(1, await db.QuerySingleAsync<int>($"select 1", Token));

        using var timed = new CancellationTokenSource();
        DatabaseSession session = by == "Within" ? db.Within(Limit) : db;
        if (by == "token")
        {
            timed.CancelAfter(Limit);
        }

        var call = session.ExecuteAsync(SqlStatement.Raw("do sleep(60)"), timed.Token).AsTask();
        while (await Db.QuerySingleAsync<long>($"select count(*) from information_schema.processlist where info = 'do sleep(60)' and db = database()", Token) == 0)
        {
            Assert.False(call.IsCompleted);
        }

        HoldPool(() =>
        {
            // Past the limit: its timer has rung, and what it does stands behind what holds the pool.
            Thread.Sleep(Limit + TimeSpan.FromSeconds(1));
            proxy.ResetAll();
            Thread.Sleep(TimeSpan.FromMilliseconds(200));
        });
        var told = await Record.ExceptionAsync(() => call.WaitAsync(TimeSpan.FromSeconds(60), Token));

        Assert.NotNull(told);
        Assert.IsNotType<TimeoutException>(told);
        Assert.Equal(2, await db.QuerySingleAsync<int>($"select 2", Token));
    }

    private static void HoldPool(Action body)
    {
        // A thread that is added meanwhile would run the timer first.
        ThreadPool.GetMaxThreads(out var most, out var mostForPorts);
        ThreadPool.GetMinThreads(out var least, out _);
        Assert.True(ThreadPool.SetMaxThreads(least, mostForPorts));
        using var release = new ManualResetEventSlim();
        using var done = new CountdownEvent(64);
        for (var i = 0; i < 64; i++)
        {
            ThreadPool.UnsafeQueueUserWorkItem(
                static state =>
                {
                    state.release.Wait();
                    state.done.Signal();
                },
                (release, done),
                preferLocal: false);
        }

        var thread = new Thread(() => body());
        thread.Start();
        thread.Join();
        Assert.True(ThreadPool.SetMaxThreads(most, mostForPorts));
        release.Set();
        done.Wait();
    }

    /// <summary>Passes bytes on by threads of its own.</summary>
    private sealed class ResettingProxy : IDisposable
    {
        private readonly Socket _listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        private readonly List<Socket> _clients = [];
        private readonly string _host;
        private readonly int _port;

        public ResettingProxy(string host, int port)
        {
            _host = host;
            _port = port;
            _listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
            _listener.Listen();
            Start(Accept);
        }

        public int Port => ((IPEndPoint)_listener.LocalEndPoint!).Port;

        public void ResetAll()
        {
            lock (_clients)
            {
                foreach (var client in _clients)
                {
                    client.LingerState = new LingerOption(enable: true, seconds: 0);
                    client.Dispose();
                }

                _clients.Clear();
            }
        }

        public void Dispose()
        {
            _listener.Dispose();
            ResetAll();
        }

        private static void Start(Action body) => new Thread(() => body()) { IsBackground = true }.Start();

        private static void Pass(Socket from, Socket to)
        {
            var buffer = new byte[65_536];
            try
            {
                while (from.Receive(buffer) is > 0 and var count)
                {
                    to.Send(buffer, count, SocketFlags.None);
                }
            }
            catch (Exception ended) when (ended is SocketException or ObjectDisposedException)
            {
                // Either side has ended it.
            }
        }

        private void Accept()
        {
            try
            {
                while (true)
                {
                    var client = _listener.Accept();
                    var server = new Socket(SocketType.Stream, ProtocolType.Tcp);
                    server.Connect(_host, _port);
                    lock (_clients)
                    {
                        _clients.Add(client);
                    }

                    Start(() => Pass(client, server));
                    Start(() => Pass(server, client));
                }
            }
            catch (Exception stopped) when (stopped is SocketException or ObjectDisposedException)
            {
                // The proxy was disposed.
            }
        }
    }
}
