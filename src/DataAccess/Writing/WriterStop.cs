using System.Runtime.CompilerServices;

namespace DataAccess;

/// <summary>The failure after which no batch can succeed. Set once.</summary>
internal sealed class WriterStop
{
    private StrongBox<DatabaseFailure>? _failure;

    public DatabaseFailure? Failure => Volatile.Read(ref _failure)?.Value;

    /// <summary>Sets it; false when it was set before.</summary>
    public bool TrySet(in DatabaseFailure failure)
        => Interlocked.CompareExchange(ref _failure, new StrongBox<DatabaseFailure>(failure), null) is null;
}
