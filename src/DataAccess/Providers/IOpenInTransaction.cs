namespace DataAccess.Providers;

/// <summary>
/// What a caller has opened inside a transaction and must close before its work returns, and what may hold bytes that were not sent: a stream that is written.
/// For packages of databases; see <see cref="DatabaseTransaction.AddOpen"/>.
/// </summary>
public interface IOpenInTransaction
{
    /// <summary>Sends what it holds. Called before a savepoint is set or released.</summary>
    /// <param name="cancellationToken">Cancels the call.</param>
    ValueTask SendAsync(CancellationToken cancellationToken);

    /// <summary>What it knows of its place and of the database. Called when a savepoint is set, with nothing left to send.</summary>
    object Remember();

    /// <summary>A savepoint was rolled back. It forgets what it holds and has read, and knows again what it knew when the savepoint was set.</summary>
    /// <param name="known">What <see cref="Remember"/> returned.</param>
    void Return(object known);

    /// <summary>The transaction, or the savepoint in which it was opened, has ended: it forgets what it holds, and refuses further use.</summary>
    /// <param name="why">What it says then.</param>
    void End(string why);
}
