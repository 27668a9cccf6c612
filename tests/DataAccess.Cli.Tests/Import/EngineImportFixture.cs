using DataAccess.Conformance;

namespace DataAccess.Cli.Tests.Import;

/// <summary>An import into an empty database of an engine.</summary>
public abstract class EngineImportFixture(TestEngine engine) : ImportFixture, IAsyncLifetime
{
    private string? _url;

    protected override string Url => _url ?? throw new InvalidOperationException("The test is not initialised.");

    public async ValueTask InitializeAsync() => _url = await engine.CreateDatabaseAsync();

    public async ValueTask DisposeAsync()
    {
        if (_url is not null)
        {
            await engine.DropDatabaseAsync(_url);
        }

        Dispose();
        GC.SuppressFinalize(this);
    }
}
