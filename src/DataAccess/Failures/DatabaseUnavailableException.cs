namespace DataAccess;

/// <summary>No connection could be opened. Nothing was sent.</summary>
public sealed class DatabaseUnavailableException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="endpoint">The database's address, without secrets.</param>
    /// <param name="failure">What the driver's exception says.</param>
    /// <param name="inner">The driver's exception.</param>
    public DatabaseUnavailableException(string endpoint, DatabaseFailure failure, Exception? inner)
        : base($"Cannot open a connection to {endpoint}: {failure.Message}", inner)
    {
        Endpoint = endpoint;
        Failure = failure;
    }

    /// <summary>The database's address: host, port and database, or the file.</summary>
    public string Endpoint { get; }

    /// <summary>The database's provider, if the exception was created by a pool of its connections.</summary>
    internal object? Origin { get; init; }

    /// <summary>Why no connection could be opened, as far as the driver reported it.</summary>
    public DatabaseFailure Failure { get; }
}
