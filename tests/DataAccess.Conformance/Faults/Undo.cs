namespace DataAccess.Conformance.Faults;

/// <summary>Does something at the end of a block, however that ends.</summary>
internal sealed class Undo(Func<Task> undo) : IAsyncDisposable
{
    public async ValueTask DisposeAsync() => await undo();
}
