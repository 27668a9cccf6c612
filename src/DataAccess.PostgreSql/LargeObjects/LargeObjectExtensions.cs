using DataAccess.PostgreSql.LargeObjects;

namespace DataAccess.PostgreSql;

/// <summary>PostgreSQL's large objects: bytes of up to 4 TB outside the tables, which name them by a number (<c>oid</c>).</summary>
public static class LargeObjectExtensions
{
    /// <summary>Creates an empty large object. Store its number in a row, as <c>oid</c> or <c>bigint</c>: nothing else finds it again.</summary>
    /// <param name="transaction">The transaction. If it is rolled back, there is no such object.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>Its number.</returns>
    public static ValueTask<long> CreateLargeObjectAsync(this DatabaseTransaction transaction, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(transaction);
        return transaction.QuerySingleAsync<long>($"select lo_create({0})::bigint", cancellationToken);
    }

    /// <summary>Opens a large object as a stream, which is used inside the transaction, and in turns with its other calls.</summary>
    /// <param name="transaction">The transaction: what is written is undone with it.</param>
    /// <param name="number">The object's number.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The stream, at its start. Dispose it with <c>await using</c>: that sends what is still buffered.</returns>
    /// <exception cref="Npgsql.PostgresException">There is no such object (SQLSTATE 42704).</exception>
    public static async ValueTask<LargeObjectStream> OpenLargeObjectAsync(this DatabaseTransaction transaction, long number, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(transaction);

        // The descriptor is closed again: each call names the object itself.
        var length = await transaction.QuerySingleAsync<long>(
            $"select lo_lseek64(fd, {0L}, {2}) + {0} * lo_close(fd) from (select lo_open({number}::bigint::oid, {0x40000}) as fd offset 0) opened", cancellationToken).ConfigureAwait(false);
        return new LargeObjectStream(transaction, number, length);
    }

    /// <summary>Deletes a large object. A row that is deleted does not delete its object.</summary>
    /// <param name="transaction">The transaction.</param>
    /// <param name="number">The object's number.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="Npgsql.PostgresException">There is no such object (SQLSTATE 42704).</exception>
    public static async ValueTask DeleteLargeObjectAsync(this DatabaseTransaction transaction, long number, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(transaction);
        await transaction.QuerySingleAsync<int>($"select lo_unlink({number}::bigint::oid)", cancellationToken).ConfigureAwait(false);
    }
}
