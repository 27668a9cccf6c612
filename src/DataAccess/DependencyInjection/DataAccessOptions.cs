namespace DataAccess;

/// <summary>What <c>services.AddDataAccess</c> is configured with; bound from configuration.</summary>
public sealed class DataAccessOptions
{
    /// <summary>Where the database is: a URL or an ADO.NET connection string, as <see cref="DataAccess.Database.Open"/> takes it. Needed.</summary>
    public string Url { get; set; } = "";

    /// <summary>Limits and times of the connection manager.</summary>
    public ConnectionOptions Connections { get; set; } = new();

    /// <summary>How transactions that were rolled back are run again.</summary>
    public RetryOptions Retry { get; set; } = new();

    /// <summary>How concurrent reads by key share round trips.</summary>
    public CoalescingOptions Coalescing { get; set; } = new();

    internal DatabaseOptions ToDatabaseOptions() => new() { Connections = Connections, Retry = Retry, Coalescing = Coalescing };
}
