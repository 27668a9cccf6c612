namespace DataAccess.Conformance;

/// <summary>An assembly fixture that removes the containers when the test program ends.</summary>
public sealed class EngineCleanup : IAsyncDisposable
{
    public ValueTask DisposeAsync() => ServerEngine.StopAllAsync();
}
