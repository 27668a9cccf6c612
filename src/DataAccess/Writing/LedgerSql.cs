namespace DataAccess;

/// <summary>
/// The ledger of batches, <c>dataaccess_ledger</c>: a row of each batch, written in the batch's own transaction, so that it can
/// be asked whether a COMMIT whose answer was lost has happened. A batch that has not is closed by a row of its own that says
/// so, and the lost transaction, should it still be on its way, then fails on the key.
/// </summary>
public static class LedgerSql
{
    /// <summary>The table's name.</summary>
    public const string Table = "dataaccess_ledger";

    /// <summary>
    /// The insert of a committed batch's row, whose two parameters are the batch's id (a <see cref="Guid"/>) and its time
    /// (a <see cref="DateTimeOffset"/>).
    /// </summary>
    /// <param name="dialect">The dialect.</param>
    /// <param name="firstParameter">The position of the first of the two parameters in the statement, from 0.</param>
    public static string Insert(SqlDialect dialect, int firstParameter = 0)
    {
        ArgumentNullException.ThrowIfNull(dialect);
        var sql = new System.Text.StringBuilder("insert into ").Append(dialect.QuoteIdentifier(Table)).Append(" (batch_id, is_committed, written_at) values (");
        dialect.AppendParameter(sql, firstParameter);
        sql.Append(", true, ");
        dialect.AppendParameter(sql, firstParameter + 1);
        return sql.Append(')').ToString();
    }

    /// <summary>The insert of a null in each column by a <c>select</c>: for a question without rows, with a condition that is never true.</summary>
    /// <param name="dialect">The dialect.</param>
    public static string OfNulls(SqlDialect dialect)
    {
        ArgumentNullException.ThrowIfNull(dialect);
        return $"insert into {dialect.QuoteIdentifier(Table)} (batch_id, is_committed, written_at) select null, null, null";
    }

    /// <summary>Creates the table where it is not there.</summary>
    /// <param name="dialect">The dialect.</param>
    public static string Create(SqlDialect dialect)
    {
        ArgumentNullException.ThrowIfNull(dialect);
        var id = dialect.ColumnTypeFor(typeof(Guid));
        var flag = dialect.ColumnTypeFor(typeof(bool));
        var time = dialect.ColumnTypeFor(typeof(DateTimeOffset));
        return $"create table if not exists {dialect.QuoteIdentifier(Table)} (batch_id {id} not null primary key, is_committed {flag} not null, written_at {time} not null)";
    }
}
