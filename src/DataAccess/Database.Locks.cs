namespace DataAccess;

/// <content>Named locks.</content>
public sealed partial class Database
{
    /// <summary>
    /// Takes a named lock that only one holder has at a time, among all programs that use the same database: on PostgreSQL and SQLite of one
    /// database, on MySQL and MariaDB of one database's name on one server. A holder in this process counts too.
    /// </summary>
    /// <param name="name">The name; upper and lower case differ.</param>
    /// <param name="cancellationToken">Cancels the call; a lock that was taken meanwhile is released.</param>
    /// <returns>The lock, which the caller disposes; null if somebody has it.</returns>
    /// <exception cref="DatabaseUnavailableException">The connection that holds the locks could not be opened.</exception>
    /// <remarks>
    /// A lock is no fence: a holder that is paused for longer than <see cref="DatabaseOptions.LockLossDetection"/>, or does not look at
    /// <see cref="DatabaseLock.Lost"/>, may still work when another has the lock. Have the database refuse late writes, such as by a version.
    /// </remarks>
    public ValueTask<DatabaseLock?> TryLockAsync(string name, CancellationToken cancellationToken = default)
        => _locks.TakeAsync(name, TimeSpan.Zero, cancellationToken);

    /// <summary>
    /// Like <see cref="TryLockAsync"/>, but waits while others have the lock. Callers of this process are served first in, first out; between processes
    /// the order is random, as each asks again after a pause of up to 0.75 s.
    /// </summary>
    /// <param name="name">The name; upper and lower case differ.</param>
    /// <param name="wait">How long to wait; <see cref="Timeout.InfiniteTimeSpan"/> for no limit.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <exception cref="LockTimeoutException">Others had the lock until the end.</exception>
    /// <exception cref="DatabaseUnavailableException">The connection that holds the locks could not be opened.</exception>
    public async ValueTask<DatabaseLock> LockAsync(string name, TimeSpan wait, CancellationToken cancellationToken = default)
    {
        if (wait != Timeout.InfiniteTimeSpan)
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(wait, TimeSpan.Zero);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(wait, TimeSpan.FromDays(24));
        }

        return await _locks.TakeAsync(name, wait, cancellationToken).ConfigureAwait(false) ?? throw new LockTimeoutException(name, wait);
    }
}
