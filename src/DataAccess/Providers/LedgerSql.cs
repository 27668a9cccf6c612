using DataAccess.Mapping;
using DataAccess.Sql;

namespace DataAccess.Providers;

/// <summary>
/// The ledger of batches, a table of commit markers named <c>dataaccess_ledger</c>: one row for each batch, written in the batch's own transaction, so that it
/// shows whether a COMMIT whose answer was lost has succeeded. A batch that was not committed is closed by a row of its own that says
/// so, and the lost transaction, if it is still in progress, then fails on the key.
/// </summary>
public static class LedgerSql
{
    /// <summary>The table's name.</summary>
    public const string Table = "dataaccess_ledger";

    // By the database's clock, in seconds: the clocks of clients differ, so each row holds its own expiry time.
    internal const string Expiry = "kept_until";

    private const string Columns = $"(batch_id, is_committed, written_at, {Expiry})";

    /// <summary>
    /// The insert of a committed batch's row. Its two parameters, see <see cref="WriteParameters"/>, are the batch's id and the number of
    /// seconds from now for which the row is kept. All its times are by the database's clock.
    /// </summary>
    /// <param name="dialect">The dialect.</param>
    /// <param name="firstParameter">The position of the first of the two parameters in the statement, from 0.</param>
    public static string Insert(SqlDialect dialect, int firstParameter = 0)
    {
        ArgumentNullException.ThrowIfNull(dialect);
        var sql = new System.Text.StringBuilder($"insert into {dialect.QuoteIdentifier(Table)} {Columns} values (");
        dialect.AppendParameter(sql, firstParameter);
        sql.Append($", true, {dialect.UtcNow}, {dialect.UtcSeconds} + ");
        dialect.AppendParameter(sql, firstParameter + 1);
        return sql.Append(')').ToString();
    }

    /// <summary>The insert of a batch's row, as a statement with its values.</summary>
    /// <param name="dialect">The dialect.</param>
    /// <param name="batchId">The batch.</param>
    /// <param name="isCommitted">Whether the row says that the batch was committed, or that it never will be.</param>
    /// <param name="seconds">For how many seconds from now the row is kept.</param>
    internal static SqlStatement Row(SqlDialect dialect, Guid batchId, bool isCommitted, long seconds)
        => $"{SqlStatement.Raw($"insert into {dialect.QuoteIdentifier(Table)} {Columns} values (")}{batchId}, {isCommitted}, {SqlStatement.Raw(dialect.UtcNow)}, {SqlStatement.Raw(dialect.UtcSeconds)} + {seconds})";

    /// <summary>The types of the parameters of <see cref="Insert"/>.</summary>
    public static IReadOnlyList<Type> ParameterTypes { get; } = [typeof(Guid), typeof(long)];

    /// <summary>Writes the parameters of <see cref="Insert"/> for a batch that has an id.</summary>
    /// <typeparam name="T">The row.</typeparam>
    /// <param name="attempt">The batch.</param>
    /// <param name="writer">Sets the statement's parameters.</param>
    /// <param name="firstParameter">The position of the first of the two parameters, from 0.</param>
    public static void WriteParameters<T>(BatchAttempt<T> attempt, RowWriter writer, int firstParameter = 0)
    {
        ArgumentNullException.ThrowIfNull(attempt);
        ArgumentNullException.ThrowIfNull(writer);
        writer.Write(firstParameter, attempt.BatchId!.Value);
        writer.Write(firstParameter + 1, attempt.LedgerSeconds);
    }

    /// <summary>The insert of a null in each column by a <c>select</c>: for a check without rows, with a condition that is never true.</summary>
    /// <param name="dialect">The dialect.</param>
    public static string OfNulls(SqlDialect dialect)
    {
        ArgumentNullException.ThrowIfNull(dialect);
        return $"insert into {dialect.QuoteIdentifier(Table)} {Columns} select null, null, null, null";
    }

    /// <summary>Creates the table if it does not exist.</summary>
    /// <param name="dialect">The dialect.</param>
    public static string Create(SqlDialect dialect)
    {
        ArgumentNullException.ThrowIfNull(dialect);
        var id = dialect.ColumnTypeFor(typeof(Guid));
        var flag = dialect.ColumnTypeFor(typeof(bool));
        var time = dialect.ColumnTypeFor(typeof(DateTimeOffset));
        var seconds = dialect.ColumnTypeFor(typeof(long));
        return $"create table if not exists {dialect.QuoteIdentifier(Table)} (batch_id {id} not null primary key, is_committed {flag} not null, written_at {time} not null, {Expiry} {seconds})";
    }

    /// <summary>Adds the column that a table created by version 0.1 lacks.</summary>
    /// <param name="dialect">The dialect.</param>
    public static string Upgrade(SqlDialect dialect)
    {
        ArgumentNullException.ThrowIfNull(dialect);
        return $"alter table {dialect.QuoteIdentifier(Table)} add column {Expiry} {dialect.ColumnTypeFor(typeof(long))}";
    }
}
