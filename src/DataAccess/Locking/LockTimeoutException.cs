namespace DataAccess;

/// <summary>A named lock was held by others for as long as the caller wanted to wait.</summary>
public sealed class LockTimeoutException : TimeoutException
{
    internal LockTimeoutException(string name, TimeSpan wait)
        : base(Invariant($"The lock '{name}' was not free within {wait.TotalSeconds:0.###} s. Wait longer, or find who holds it: docs/database-features.md."))
        => Name = name;

    /// <summary>The lock's name.</summary>
    public string Name { get; }
}
