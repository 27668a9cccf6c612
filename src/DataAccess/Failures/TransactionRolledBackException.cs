namespace DataAccess;

/// <summary>
/// The database rolled a transaction back, and would have answered its COMMIT with a rollback and not with an error. Nothing of
/// it is stored. It was not retried, because nothing indicates that a retry would succeed.
/// </summary>
/// <param name="endpoint">The database's address.</param>
/// <param name="cause">The reason, as far as it is known: a sentence without its full stop.</param>
/// <param name="inner">The driver's exception, if there was one.</param>
public sealed class TransactionRolledBackException(string endpoint, string cause, Exception? inner) : Exception(
    $"The transaction on {endpoint} was rolled back and none of it is stored: {cause}.", inner);
