using System.Diagnostics.CodeAnalysis;
using DataAccess.Connections.Pool;
using DataAccess.Keys;
using DataAccess.Mapping;
using DataAccess.Writing.Keys;
using DataAccess.Writing.Outcomes;

namespace DataAccess;

/// <content>Rows whose keys the database generates.</content>
public sealed partial class BatchingWriter<T>
{
    /// <summary>
    /// Writes a row whose key the database generates; completes when the database has answered the COMMIT that contains it, with the key of that
    /// very row. Needs <see cref="BatchingWriterOptions{T}.ReturnsKeys"/>.
    /// </summary>
    /// <typeparam name="TKey">
    /// The type of the key: the one of the key's property. For a key of several columns a tuple of their types in the key's order, such as
    /// <c>(int Tenant, long Number)</c>, or a record whose members have the names and types of the row's.
    /// </typeparam>
    /// <param name="row">The row.</param>
    /// <param name="cancellationToken">
    /// While the row is queued: removes it, so that it is not written. Later: cancels the wait; the row will still be sent.
    /// </param>
    /// <returns>The key that the database generated in the attempt that was committed; for a key of several columns, with the row's own parts.</returns>
    /// <exception cref="InvalidOperationException">The writer was created without <see cref="BatchingWriterOptions{T}.ReturnsKeys"/>. The row was not admitted.</exception>
    /// <exception cref="MappingException">The row's key is of another type. The row was not admitted.</exception>
    /// <exception cref="RowRejectedException">
    /// As for <see cref="WriteAsync"/>; or no key is known for the row, as a trigger swallowed it or, on MySQL and MariaDB, the column is not
    /// <c>auto_increment</c>. It is not in the database.
    /// </exception>
    /// <exception cref="RowNotPersistedException">The row is proven not to be in the database.</exception>
    /// <exception cref="RowOutcomeUnknownException">The connection was lost between COMMIT and its answer.</exception>
    /// <exception cref="QueueFullException">There was no room within <see cref="BatchingWriterOptions{T}.QueueTimeout"/>; the row was not admitted.</exception>
    /// <exception cref="ObjectDisposedException">The writer was disposed; the row was not admitted.</exception>
    public async ValueTask<TKey> WriteAndGetKeyAsync<[DynamicallyAccessedMembers(MappedMembers.All)] TKey>(T row, CancellationToken cancellationToken = default)
        where TKey : notnull
    {
        AmbientTransaction.Refuse();
        CheckReturnsKeys();
        cancellationToken.ThrowIfCancellationRequested();
        return await KeyOfAsync<TKey>(row, isOfSequence: false, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// Writes a sequence of rows whose keys the database generates, and gives back each with its key, in the order of the sequence. Rows are read ahead and
    /// share commits; at most 1,024 of them have no outcome yet or were not taken, so memory use does not grow with the sequence. A row that was not committed does not end the sequence: it says
    /// why. Needs <see cref="BatchingWriterOptions{T}.ReturnsKeys"/>.
    /// </summary>
    /// <typeparam name="TKey">The type of the key, as for <see cref="WriteAndGetKeyAsync{TKey}"/>.</typeparam>
    /// <param name="rows">The rows, enumerated once. If the sequence throws, the rows before it are given back first, and then its exception is thrown.</param>
    /// <param name="cancellationToken">Stops reading. Rows that are queued are not written; those that were sent still are.</param>
    /// <returns>The rows. If the enumeration is left early, the rows that were read ahead are still written, and leaving it waits for them.</returns>
    /// <exception cref="InvalidOperationException">The writer was created without <see cref="BatchingWriterOptions{T}.ReturnsKeys"/>.</exception>
    /// <exception cref="MappingException">The row's key is of another type.</exception>
    /// <exception cref="ObjectDisposedException">The writer was disposed; the rows before it are given back first.</exception>
    /// <remarks>While the queue is full it waits, regardless of <see cref="BatchingWriterOptions{T}.FullMode"/>. A source that waits is told by its token to end, and is disposed; one that ignores the token is left after 1 s.</remarks>
    public IAsyncEnumerable<KeyedRow<T, TKey>> WriteManyAndGetKeysAsync<[DynamicallyAccessedMembers(MappedMembers.All)] TKey>(
        IAsyncEnumerable<T> rows, CancellationToken cancellationToken = default)
        where TKey : notnull
    {
        ArgumentNullException.ThrowIfNull(rows);
        AmbientTransaction.Refuse();
        CheckReturnsKeys();
        _ = KeyShapes.Of<T, TKey>(_context.Map);
        return KeyedWrite<T, TKey>.RunAsync(rows, (row, ct) => KeyOfAsync<TKey>(row, isOfSequence: true, ct), _context.Session.Time, cancellationToken);
    }

    /// <inheritdoc cref="WriteManyAndGetKeysAsync{TKey}(IAsyncEnumerable{T}, CancellationToken)"/>
    public IAsyncEnumerable<KeyedRow<T, TKey>> WriteManyAndGetKeysAsync<[DynamicallyAccessedMembers(MappedMembers.All)] TKey>(
        IEnumerable<T> rows, CancellationToken cancellationToken = default)
        where TKey : notnull
        => WriteManyAndGetKeysAsync<TKey>(rows.ToAsyncEnumerable(), cancellationToken);

    private async ValueTask<TKey> KeyOfAsync<[DynamicallyAccessedMembers(MappedMembers.All)] TKey>(T row, bool isOfSequence, CancellationToken cancellationToken)
        where TKey : notnull
    {
        var shape = KeyShapes.Of<T, TKey>(_context.Map);
        var key = new RowAnswer();
        await _queue.AddAsync(row, new Admission<T>(IsAwaited: true, Answer: key, IsOfSequence: isOfSequence), cancellationToken).ConfigureAwait(false);
        return shape.From(key.Value!);
    }

    private void CheckReturnsKeys()
    {
        if (!_context.Options.ReturnsKeys)
        {
            throw new InvalidOperationException(
                $"The writer for '{_context.Table}' gives no keys back. Create it with {nameof(BatchingWriterOptions<>.ReturnsKeys)} = true; rows are then sent as an insert each.");
        }
    }
}
