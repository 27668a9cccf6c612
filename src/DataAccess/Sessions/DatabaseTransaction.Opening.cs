using DataAccess.Providers;
using DataAccess.Sessions;
using DataAccess.Sql;

namespace DataAccess;

/// <content>What callers have open in it.</content>
public sealed partial class DatabaseTransaction
{
    private readonly OpenParts _open = new();

    /// <summary>Whether something that was opened in it is still open, and may hold what was not sent.</summary>
    internal bool HasOpenParts => _open.Count > 0;

    /// <summary>
    /// Tells the transaction of something that its caller has open in it: if it is still open when the work returns, the work is rolled back and <see cref="InvalidOperationException"/> is
    /// thrown. For packages of databases.
    /// </summary>
    /// <param name="part">What was opened.</param>
    /// <exception cref="ObjectDisposedException">The transaction has ended.</exception>
    public void AddOpen(IOpenInTransaction part)
    {
        ArgumentNullException.ThrowIfNull(part);
        ThrowIfEnded();
        _open.Add(part);
    }

    /// <summary>Tells the transaction that it was closed, and that all it held was sent.</summary>
    /// <param name="part">What was passed to <see cref="AddOpen"/>.</param>
    public void RemoveOpen(IOpenInTransaction part) => _open.Remove(part);

    /// <summary>Why work in which something is left open cannot be kept.</summary>
    internal static InvalidOperationException LeftOpen(string what)
        => new($"The work of the {what} returned while a stream that was opened in it was open, or could not send what was written, so it was rolled back. Dispose streams by 'await using' inside the work.");

    /// <summary>A savepoint that is set by a text is not noticed by what is open: it would send later what was written before the rollback, or the reverse.</summary>
    private void RefuseSavepoints(SqlText text)
    {
        if (_open.Count > 0 && (text.Operation is "SAVEPOINT" or "ROLLBACK" or "RELEASE"))
        {
            throw new InvalidOperationException($"A stream is open in the transaction, which does not notice this savepoint; it was not sent: {text.Sql} Use tx.InTransactionAsync for a savepoint, or dispose the stream first.");
        }
    }
}
