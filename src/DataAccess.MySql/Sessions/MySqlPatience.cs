using DataAccess.Providers;

namespace DataAccess.MySql.Sessions;

/// <summary>
/// When the driver closes a socket that does not answer: some time after the library has cancelled what runs there, so that the
/// server may say that it has ended it.
/// </summary>
internal static class MySqlPatience
{
    // As the driver's own 'Cancellation Timeout' by default.
    private const int CancelSeconds = 2;

    // What is small at the server needs no more, however long a batch may wait for a lock.
    private const int SmallSeconds = 30;

    // Drivers count in milliseconds, as an int.
    private const int Longest = int.MaxValue / 1_000;

    /// <summary>For a limit in seconds; 0, which is no limit, stays.</summary>
    public static int Seconds(int limit) => limit == 0 ? 0 : (int)Math.Min((long)limit + CancelSeconds, Longest);

    /// <summary>For a command of a batch.</summary>
    public static int For<T>(BatchAttempt<T> attempt) => Seconds(attempt.CommandTimeoutSeconds);

    /// <summary>For a command of a batch that brings no rows: a question, a rollback.</summary>
    public static int ForSmall<T>(BatchAttempt<T> attempt)
        => Seconds(attempt.CommandTimeoutSeconds == 0 ? SmallSeconds : Math.Min(attempt.CommandTimeoutSeconds, SmallSeconds));
}
