using DataAccess.Providers;

namespace DataAccess.MySql.Sessions;

/// <summary>
/// When the driver closes a socket that does not answer: some time after the library has cancelled the statement, so that the server
/// can confirm that it has ended it.
/// </summary>
internal static class MySqlCommandTimeout
{
    // The default of the driver's own 'Cancellation Timeout'.
    private const int CancelSeconds = 2;

    // A small statement needs no more, however long a batch may wait for a lock.
    private const int SmallSeconds = 30;

    // The driver counts milliseconds in an int.
    private const int Longest = int.MaxValue / 1_000;

    /// <summary>For a limit in seconds; 0, which means no limit, is returned unchanged.</summary>
    public static int Seconds(int limit) => limit == 0 ? 0 : (int)Math.Min((long)limit + CancelSeconds, Longest);

    /// <summary>For a command of a batch.</summary>
    public static int For<T>(BatchAttempt<T> attempt) => Seconds(attempt.CommandTimeoutSeconds);

    /// <summary>For a command of a batch that sends no rows: a query, a rollback.</summary>
    public static int ForSmall<T>(BatchAttempt<T> attempt)
        => Seconds(attempt.CommandTimeoutSeconds == 0 ? SmallSeconds : Math.Min(attempt.CommandTimeoutSeconds, SmallSeconds));
}
