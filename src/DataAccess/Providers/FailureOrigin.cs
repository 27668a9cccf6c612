using System.Net.Sockets;
using System.Runtime.CompilerServices;

namespace DataAccess.Providers;

/// <summary>
/// Records which exceptions were thrown by a database's driver, because that is only known where they are thrown: an
/// <see cref="IOException"/> may also come from user code, or a driver's exception from another database.
/// </summary>
internal static class FailureOrigin
{
    private static readonly ConditionalWeakTable<Exception, DatabaseProvider> Marked = [];

    /// <summary>Records that the exception came from a call of the provider's driver, if that makes a difference: each record costs a handle.</summary>
    public static void Mark(Exception exception, DatabaseProvider provider)
    {
        if (provider.Classify(exception).Kind is FailureKind.ConnectionLost or FailureKind.RolledBack or FailureKind.StaleStatement)
        {
            Marked.AddOrUpdate(exception, provider);
        }
    }

    /// <summary>Whether the exception came from a call of the provider's driver.</summary>
    public static bool IsFrom(Exception exception, DatabaseProvider provider)
        => ReferenceEquals((exception as DatabaseUnavailableException)?.Origin ?? Find(exception), provider);

    /// <summary>Classifies an exception; an I/O error of user code is <see cref="FailureKind.Unknown"/>.</summary>
    public static DatabaseFailure FailureOf(Exception exception, DatabaseProvider provider)
        => exception is IOException or SocketException && !IsFrom(exception, provider)
            ? new DatabaseFailure(FailureKind.Unknown, null, exception.Message)
            : provider.Classify(exception);

    private static DatabaseProvider? Find(Exception exception) => Marked.TryGetValue(exception, out var origin) ? origin : null;
}
