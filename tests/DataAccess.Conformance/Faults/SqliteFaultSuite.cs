using Xunit;

namespace DataAccess.Conformance.Faults;

/// <summary>A suite whose every test has a SQLite file of its own.</summary>
public abstract class SqliteFaultSuite : IAsyncLifetime
{
    private readonly SqliteEngine _engine = new();
    private string? _url;
    private SqliteRig? _rig;

    protected SqliteRig Rig => _rig ?? throw new InvalidOperationException("The suite is not initialised.");

    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _url = await _engine.CreateDatabaseAsync();
        _rig = new SqliteRig(_engine.Open(_url), _url);
        await FaultTable.CreateAsync(_rig.Direct, "", Token);
    }

    public async ValueTask DisposeAsync()
    {
        if (_rig is not null)
        {
            await _rig.Direct.DisposeAsync();
        }

        if (_url is not null)
        {
            await _engine.DropDatabaseAsync(_url);
        }

        GC.SuppressFinalize(this);
    }
}
