using MySqlConnector;

namespace DataAccess.MySql.Sql;

/// <summary>How an upsert reports that the conflicting row is not the one with its key.</summary>
internal static class MySqlOtherKey
{
    // It appears in the server's message, which repeats the expression.
    private const string Reason = "the row conflicts with one of another key, on another unique index";

    // e^710 exceeds the range of a double, which is an error in every mode of the session:
    // https://dev.mysql.com/doc/refman/9.4/en/out-of-range-and-overflow.html
    private const int Overflow = 710;

    // ER_DATA_OUT_OF_RANGE, on both servers.
    private const int DataOutOfRange = 1690;

    /// <summary>A condition that fails when it is evaluated.</summary>
    /// <param name="column">A column, quoted.</param>
    public static string Failing(string column) => $"exp({Overflow} + length('{Reason}') + ({column} is null))";

    /// <summary>Whether an upsert failed because of this condition.</summary>
    public static bool HasFailed(MySqlException exception)
        => exception.Number == DataOutOfRange && exception.Message.Contains(Reason, StringComparison.Ordinal);
}
