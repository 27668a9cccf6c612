namespace DataAccess;

/// <summary>
/// The database has rolled a transaction back, and would have answered its COMMIT with that and not with an error. Nothing of
/// it is stored. It was not run again, as nothing says that it would go better.
/// </summary>
/// <param name="endpoint">Where the database is.</param>
/// <param name="cause">Why, as far as it is known: a sentence without its full stop.</param>
/// <param name="inner">The driver's exception, where there was one.</param>
public sealed class TransactionRolledBackException(string endpoint, string cause, Exception? inner) : Exception(
    $"The transaction on {endpoint} was rolled back and none of it is stored: {cause}.", inner);
