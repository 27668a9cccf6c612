using System.Net.Sockets;
using System.Runtime.CompilerServices;

namespace DataAccess.Providers;

/// <summary>
/// Remembers which exceptions were thrown by a database's driver, as it can be seen where they are thrown and nowhere else: an
/// <see cref="IOException"/> may as well come from the user's own work, or a driver's exception from another database.
/// </summary>
internal static class FailureOrigin
{
    private static readonly ConditionalWeakTable<Exception, DatabaseProvider> Marked = [];

    /// <summary>Notes that the exception came from calling the provider's driver, where anything hangs on that: each note costs a handle.</summary>
    public static void Mark(Exception exception, DatabaseProvider provider)
    {
        if (provider.Classify(exception).Kind is FailureKind.ConnectionLost or FailureKind.RolledBack or FailureKind.StaleStatement)
        {
            Marked.AddOrUpdate(exception, provider);
        }
    }

    /// <summary>Whether the exception came from calling the provider's driver.</summary>
    public static bool IsFrom(Exception exception, DatabaseProvider provider)
        => ReferenceEquals((exception as DatabaseUnavailableException)?.Origin ?? Find(exception), provider);

    /// <summary>What an exception means; of what the user's own code throws, that is nothing.</summary>
    public static DatabaseFailure FailureOf(Exception exception, DatabaseProvider provider)
        => exception is IOException or SocketException && !IsFrom(exception, provider)
            ? new DatabaseFailure(FailureKind.Unknown, null, exception.Message)
            : provider.Classify(exception);

    private static DatabaseProvider? Find(Exception exception) => Marked.TryGetValue(exception, out var origin) ? origin : null;
}
