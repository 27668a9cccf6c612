namespace DataAccess;

/// <summary>No connection could be opened. Nothing was sent.</summary>
public sealed class DatabaseUnavailableException : Exception
{
    /// <summary>Makes the exception.</summary>
    /// <param name="endpoint">Where the database should be; no secret.</param>
    /// <param name="failure">What was read out of the driver's exception.</param>
    /// <param name="inner">The driver's exception.</param>
    public DatabaseUnavailableException(string endpoint, DatabaseFailure failure, Exception? inner)
        : base($"Cannot open a connection to {endpoint}: {failure.Message}", inner)
    {
        Endpoint = endpoint;
        Failure = failure;
    }

    /// <summary>Where the database should be: host, port and database, or the file.</summary>
    public string Endpoint { get; }

    /// <summary>The database's package, where it was made by a pool of its connections.</summary>
    internal object? Origin { get; init; }

    /// <summary>Why it was refused, as far as the driver said.</summary>
    public DatabaseFailure Failure { get; }
}
