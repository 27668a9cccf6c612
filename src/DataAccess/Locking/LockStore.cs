namespace DataAccess.Locking;

/// <summary>Where named locks are kept. Each call ends within the time that the store was given, apart from opening a connection.</summary>
internal abstract class LockStore
{
    /// <summary>Takes a lock that nobody in this process has; what holds it, or null if somebody else has it.</summary>
    public abstract Task<object?> TryTakeAsync(string name);

    /// <summary>Releases a lock; where it throws, the holder has lost all its locks.</summary>
    public abstract Task ReleaseAsync(object holder, string name);

    /// <summary>Whether a holder still has all of the locks.</summary>
    /// <param name="holder">The holder.</param>
    /// <param name="names">Returns the locks that it should have, at the moment at which it is asked.</param>
    public abstract Task<bool> IsHeldAsync(object holder, Func<IReadOnlyList<string>> names);

    /// <summary>Gives up a holder whose locks are lost.</summary>
    public abstract void Drop(object holder);

    /// <summary>Closes what holds no lock.</summary>
    public abstract Task CloseIdleAsync();

    /// <summary>Closes everything.</summary>
    public abstract Task CloseAsync();
}
