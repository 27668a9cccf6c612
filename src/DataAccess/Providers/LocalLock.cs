namespace DataAccess.Providers;

/// <summary>A named lock that no server keeps, such as one of a file. Disposing it releases it.</summary>
public abstract class LocalLock : IDisposable
{
    /// <summary>Whether nobody else can take the lock: false once what it depends on is gone, such as its file. May block for a moment.</summary>
    public abstract bool IsHeld();

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Releases the lock.</summary>
    /// <param name="disposing">Whether <see cref="Dispose()"/> was called.</param>
    protected abstract void Dispose(bool disposing);
}
