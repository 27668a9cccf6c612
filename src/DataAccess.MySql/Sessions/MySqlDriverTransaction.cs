using System.Data;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using MySqlConnector;

namespace DataAccess.MySql.Sessions;

/// <summary>
/// The driver's own object for a transaction that SQL has begun. A command takes no other, and EF Core and Dapper give it to each of theirs. The driver's own
/// <c>BeginTransaction</c> would set the session's isolation level, and cost each transaction a statement; and it cannot be called for one that is open.
/// So the object is made by the driver's constructor, which is not public.
/// </summary>
internal static class MySqlDriverTransaction
{
    /// <summary>Makes the object, and the connection's current transaction.</summary>
    /// <exception cref="NotSupportedException">The driver has no such constructor.</exception>
    public static MySqlTransaction Create(MySqlConnection connection, IsolationLevel isolation)
    {
        try
        {
            var transaction = Construct(connection, isolation, NullLogger.Instance);
            SetCurrent(connection, transaction);
            return transaction;
        }
        catch (MissingMethodException exception)
        {
            throw new NotSupportedException(
                $"MySqlConnector {typeof(MySqlTransaction).Assembly.GetName().Version} cannot share a transaction that DataAccess has begun; version 2.6 can. "
                + "Use that, or begin the transaction with the driver and pass it to Database.Use.",
                exception);
        }
    }

    /// <summary>Makes the object useless without sending anything: the driver rolls back where it is still the connection's.</summary>
    public static void Release(MySqlConnection connection, MySqlTransaction transaction)
    {
        if (ReferenceEquals(Current(connection), transaction))
        {
            SetCurrent(connection, null);
        }

        transaction.Dispose();
    }

    /// <summary>The connection's transaction, which the driver demands of each command; null for none.</summary>
    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "get_CurrentTransaction")]
    public static extern MySqlTransaction? Current(MySqlConnection connection);

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "set_CurrentTransaction")]
    private static extern void SetCurrent(MySqlConnection connection, MySqlTransaction? transaction);

    [UnsafeAccessor(UnsafeAccessorKind.Constructor)]
    private static extern MySqlTransaction Construct(MySqlConnection connection, IsolationLevel isolation, ILogger logger);
}
