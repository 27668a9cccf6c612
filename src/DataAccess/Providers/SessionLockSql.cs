namespace DataAccess.Providers;

/// <summary>The statements of named locks that a server keeps for a session, and releases when the session ends.</summary>
public abstract class SessionLockSql
{
    /// <summary>Takes a lock unless another session has it; gives one row with the number 1 if it was taken, or else 0. Never waits.</summary>
    /// <param name="name">The lock's name.</param>
    public abstract SqlStatement TryTake(string name);

    /// <summary>Releases a lock; gives one row, whose value is not looked at.</summary>
    /// <param name="name">The lock's name.</param>
    public abstract SqlStatement Release(string name);

    /// <summary>Counts which of the locks this very session has; gives one row with the number.</summary>
    /// <param name="names">The locks' names, each once; they may be none.</param>
    public abstract SqlStatement CountHeld(IReadOnlyList<string> names);
}
