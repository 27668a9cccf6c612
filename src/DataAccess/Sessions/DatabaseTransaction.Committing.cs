using System.Runtime.ExceptionServices;

namespace DataAccess;

/// <content>What follows its COMMIT, and what forbids it.</content>
public sealed partial class DatabaseTransaction
{
    private List<Action>? _committed;

    /// <summary>Calls an action when COMMIT was answered with success; not if the transaction is rolled back or nobody knows. It must be quick and throw nothing.</summary>
    internal void OnCommitted(Action action) => (_committed ??= []).Add(action);

    internal void MarkCommitted() => _committed?.ForEach(static action => action());

    /// <summary>Makes the transaction one that can only be rolled back, because something in it was done by half.</summary>
    internal void Doom(Exception exception) => AbortCause ??= ExceptionDispatchInfo.Capture(exception);
}
