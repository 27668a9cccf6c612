using System.Data.Common;
using DataAccess.Connections;
using DataAccess.Connections.Pool;
using DataAccess.Connections.Statements;
using DataAccess.Mapping;
using DataAccess.Sessions;

namespace DataAccess;

/// <content>Large values that are read while they arrive.</content>
public abstract partial class DatabaseSession
{
    // https://www.postgresql.org/docs/current/errcodes-appendix.html
    private const string DatatypeMismatch = "42804";

    /// <summary>
    /// Runs a query and opens the bytes of one value as a stream, which is read while it arrives: memory does not grow with the value. The connection is
    /// held until the stream is disposed, so read it without waiting for anything slow.
    /// </summary>
    /// <param name="statement">The query, which gives one row or none. Its first column is read, of bytes or text; text as the driver sends it, mostly in UTF-8.</param>
    /// <param name="cancellationToken">Cancels the query until the stream is returned; each read has a token of its own.</param>
    /// <returns>
    /// The stream; null if there is no row, or its value is null. It is read asynchronously and forward only, and knows its <see cref="Stream.Length"/>. Dispose it
    /// with <c>await using</c>. It never ends early: where the connection is lost, the read throws, and so does each that follows.
    /// </returns>
    /// <remarks>
    /// The rest of a stream that is disposed early is read and thrown away on PostgreSQL. On MySQL and MariaDB the session keeps the value, of at most the server's
    /// <c>max_allowed_packet</c>, as it was when the query ran, and it is read in pieces; the query has one column. SQLite keeps the whole value in memory of its own while it is read
    /// in pieces.
    /// </remarks>
    /// <exception cref="MappingException">The first column holds neither bytes nor text.</exception>
    public async ValueTask<Stream?> OpenReadAsync(SqlStatement statement, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(statement);
        var call = CallFor(Provider.ValuePieces is { } pieces ? pieces.Keep(statement.WithoutEnd(Dialect)) : statement);
        var clock = StartClock(cancellationToken);
        ConnectionLease lease;
        try
        {
            lease = await BeginStreamAsync(call.Text, clock, cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            clock?.Dispose();
            throw;
        }

        var opened = new ValueStream(this, lease, clock, new StreamWatch(Provider, QueryLog, call));
        try
        {
            await opened.OpenAsync(call, cancellationToken).ConfigureAwait(false);
            if (opened.HasValue)
            {
                return opened;
            }
        }
        catch
        {
            await opened.DisposeAsync().ConfigureAwait(false);
            throw;
        }

        await opened.DisposeAsync().ConfigureAwait(false);
        return null;
    }

    /// <summary>
    /// Writes the bytes of a stream into a column of one row, while they are read: memory does not grow with the value. It is done in a
    /// transaction of its own, or in a savepoint of the open one. A stream in a statement (<c>update … set body = {stream}</c>) does the same, but on SQLite it is read into memory there;
    /// here too if a trigger, a check constraint, an index on the column, a partial index, a generated column or a foreign key could depend on the value, or if the rows have no ids.
    /// </summary>
    /// <param name="table">The table.</param>
    /// <param name="column">The column, of bytes.</param>
    /// <param name="condition">A condition without <c>where</c> that only the row fits: <c>$"id = {id}"</c>.</param>
    /// <param name="value">The bytes, from where it stands to its end, as for <see cref="ExecuteAsync(SqlStatement, CancellationToken)"/>. It is not disposed.</param>
    /// <param name="cancellationToken">Cancels and undoes it.</param>
    /// <returns>Whether there was such a row.</returns>
    /// <exception cref="InvalidOperationException">More than one row fits the condition; none is changed.</exception>
    /// <exception cref="MappingException">The stream is longer than the database takes; or, on PostgreSQL, the column is not of bytes.</exception>
    public async ValueTask<bool> WriteBlobAsync(TableName table, string column, SqlStatement condition, Stream value, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(condition);
        ArgumentNullException.ThrowIfNull(value);
        var set = (SqlStatement)$"update {SqlStatement.Raw(Provider.Quote(table))} set {SqlStatement.Identifier(column)} = ";

        // Such a server refuses to choose between bytes and a text.
        var bytes = Provider.Dialect.DescribesBytesAsText ? (SqlStatement)$"coalesce({value}, {SqlStatement.Identifier(column)})" : $"{value}";
        var rows = 0;
        await InTransactionAsync(
            async (transaction, ct) =>
            {
                rows = await transaction.TryWriteInPlaceAsync(set, condition, table, column, value, ct).ConfigureAwait(false)
                    ?? await transaction.WriteBytesAsync($"{set}{bytes} where {condition}", column, ct).ConfigureAwait(false);
                if (rows > 1)
                {
                    throw new InvalidOperationException(Invariant($"The condition fits {rows} rows of {Provider.Quote(table)}, and a stream is written into one. Nothing was changed; name the row by its key."));
                }
            },
            cancellationToken).ConfigureAwait(false);
        return rows == 1;
    }

    private async ValueTask<int> WriteBytesAsync(SqlStatement update, string column, CancellationToken cancellationToken)
    {
        try
        {
            return await ExecuteAsync(update, cancellationToken).ConfigureAwait(false);
        }
        catch (DbException exception) when (Provider.Dialect.DescribesBytesAsText && exception.SqlState == DatatypeMismatch)
        {
            throw new MappingException($"Column '{column}' is not of bytes, so no stream was written into it. Update a column of text with a string.", exception);
        }
    }

    private static async ValueTask<OpenedValue?> OpenValueAsync(PhysicalConnection connection, StatementCall call, CancellationToken cancellationToken)
    {
        var command = await connection.GetCommandAsync(call, cancellationToken).ConfigureAwait(false);
        var run = await StatementRun.PrepareAsync(connection, call, command, cancellationToken, isSequential: true).ConfigureAwait(false);
        return await OpenedValue.OpenAsync(run, connection, cancellationToken).ConfigureAwait(false);
    }
}
