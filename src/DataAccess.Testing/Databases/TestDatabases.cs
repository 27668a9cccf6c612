using DataAccess.Migrations;
using DataAccess.Testing.Databases;

namespace DataAccess.Testing;

/// <summary>
/// Makes a migrated database for each test, by copying a template that is made once for the content of your migrations and shared by all test processes on the server. Make one
/// for the test program and dispose it at its end. Safe for concurrent use: no test sees another's rows.
/// </summary>
public sealed class TestDatabases : IAsyncDisposable
{
    private const int PendingDrops = 16;
    private readonly TestDatabaseOptions _options;
    private readonly Database _server;
    private readonly TemplateEngine _engine;
    private readonly SemaphoreSlim _templateLock = new(1, 1);
    private readonly SemaphoreSlim _dropSlots = new(PendingDrops, PendingDrops);
    private readonly CancellationTokenSource _closing = new();
    private readonly Lock _lock = new();
    private readonly Queue<TestDatabase> _prepared = [];
    private Task _preparing = Task.CompletedTask;
    private Task _dropping = Task.CompletedTask;
    private string? _template;
    private bool _disposed;

    /// <summary>How many databases were made and not yet given up.</summary>
    private int _open;

    /// <summary>Nothing is connected or made before the first test asks.</summary>
    /// <param name="url">
    /// A database of the server by URL or connection string, whose user may create databases; it is left as it is. For SQLite <c>sqlite:</c> and any file: the tests' files are in the
    /// temporary folder.
    /// </param>
    /// <param name="options">How they are made; null for the defaults.</param>
    /// <exception cref="InvalidOptionsException">Some options are not valid; the message names all of them.</exception>
    /// <exception cref="NotSupportedException">The database is of a kind of which no copies can be made.</exception>
    public TestDatabases(string url, TestDatabaseOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(url);
        _options = (options ?? new TestDatabaseOptions()).Validated();
        _server = Database.Open(url, new DatabaseOptions { Connections = { MaxConnections = 4 } });
        _engine = TemplateEngine.Of(_server, url);
    }

    /// <summary>Makes a database for a test. The first call of a test run may make the template, which takes as long as the migrations.</summary>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <exception cref="MigrationException">The migrations are not valid or have failed. No template stays.</exception>
    /// <exception cref="DatabaseUnavailableException">The server could not be reached.</exception>
    /// <exception cref="ObjectDisposedException">It was disposed.</exception>
    public async ValueTask<TestDatabase> CreateAsync(CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        var template = await TemplateAsync(cancellationToken).ConfigureAwait(false);
        var prepared = TakePrepared();
        PrepareMore(template);
        return prepared ?? await CopyAsync(template, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Waits until what is to be dropped is dropped, and drops the copies that no test has used. The template stays for the next run. A test's database that is disposed later is dropped then.</summary>
    public async ValueTask DisposeAsync()
    {
        Task preparing, dropping;
        lock (_lock)
        {
            if (_disposed)
            {
                return;
            }

            _disposed = true;
            (preparing, dropping) = (_preparing, _dropping);
        }

        await _closing.CancelAsync().ConfigureAwait(false);
        await preparing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await dropping.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        var count = 0;
        while (TakePrepared() is { } unused)
        {
            await unused.Database.DisposeAsync().ConfigureAwait(false);
            await DropQuietlyAsync(unused.Name).ConfigureAwait(false);
            count++;
        }

        await CloseIfLastAsync(count).ConfigureAwait(false);
    }

    private async ValueTask<string> TemplateAsync(CancellationToken cancellationToken)
    {
        if (Volatile.Read(ref _template) is { } known)
        {
            return known;
        }

        await _templateLock.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (_template is null)
            {
                var found = await new TemplateMaker(_engine, _options).FindOrMakeAsync(cancellationToken).ConfigureAwait(false);
                Volatile.Write(ref _template, found);
            }

            return _template!;
        }
        finally
        {
            _templateLock.Release();
        }
    }

    private async ValueTask<TestDatabase> CopyAsync(string template, CancellationToken cancellationToken)
    {
        var name = TemplateName.OfCopy(template);
        await _engine.CopyAsync(template, name, cancellationToken).ConfigureAwait(false);
        var url = _engine.UrlOf(name);
        var database = new TestDatabase(name, url, _options.Open(url), DropLaterAsync);
        lock (_lock)
        {
            _open++;
        }

        return database;
    }

    private TestDatabase? TakePrepared()
    {
        lock (_lock)
        {
            return _prepared.TryDequeue(out var prepared) ? prepared : null;
        }
    }

    /// <summary>One copy after the other is made, until enough wait.</summary>
    private void PrepareMore(string template)
    {
        lock (_lock)
        {
            if (!_disposed && _preparing.IsCompleted && _prepared.Count < _options.Prepared)
            {
                _preparing = Task.Run(() => PrepareAsync(template));
            }
        }
    }

    private async Task PrepareAsync(string template)
    {
        try
        {
            while (true)
            {
                _closing.Token.ThrowIfCancellationRequested();
                var prepared = await CopyAsync(template, _closing.Token).ConfigureAwait(false);
                await WarmAsync(prepared.Database).ConfigureAwait(false);
                lock (_lock)
                {
                    _prepared.Enqueue(prepared);
                    if (_disposed || _prepared.Count >= _options.Prepared)
                    {
                        return;
                    }
                }
            }
        }
        catch (Exception)
        {
            // The test that needs the next copy makes it itself, and is told what is wrong. A half-made one is dropped by its age.
        }
    }

    /// <summary>Its first connection is open before the test begins.</summary>
    private async ValueTask WarmAsync(Database database)
    {
        try
        {
            var lease = await database.Connections.AcquireAsync(cancellationToken: _closing.Token).ConfigureAwait(false);
            await lease.DisposeAsync().ConfigureAwait(false);
        }
        catch (Exception)
        {
            // The test opens it itself, and is told what is wrong; and one that is closed meanwhile is dropped as any other.
        }
    }

    private async ValueTask DropLaterAsync(string name)
    {
        // So that tests which are faster than the server wait for it.
        await _dropSlots.WaitAsync().ConfigureAwait(false);
        Task dropped;
        bool isLate;
        lock (_lock)
        {
            dropped = _dropping = DropAfterAsync(_dropping, name);
            isLate = _disposed;
            _open -= isLate ? 0 : 1;
        }

        if (isLate)
        {
            // Nobody else waits for it any more.
            await dropped.ConfigureAwait(false);
            await CloseIfLastAsync(1).ConfigureAwait(false);
        }
    }

    /// <summary>Closes the connections to the server once it is disposed and all databases are dropped.</summary>
    private async ValueTask CloseIfLastAsync(int dropped)
    {
        lock (_lock)
        {
            _open -= dropped;
            if (_open > 0)
            {
                return;
            }
        }

        await _engine.DisposeAsync().ConfigureAwait(false);
        await _server.DisposeAsync().ConfigureAwait(false);
        _closing.Dispose();
        _templateLock.Dispose();
    }

    private async Task DropAfterAsync(Task before, string name)
    {
        await before.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ForceYielding);
        await DropQuietlyAsync(name).ConfigureAwait(false);
        _dropSlots.Release();
    }

    private async ValueTask DropQuietlyAsync(string name)
    {
        try
        {
            await _engine.DropAsync(name, CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception)
        {
            // The next run drops it by its age; the test has its result already.
        }
    }
}
