namespace DataAccess;

/// <summary>What a <see cref="Database"/> is opened with, beside where it is. Each database's package adds its own to these.</summary>
public class DatabaseOptions
{
    /// <summary>Limits and times of the connection manager.</summary>
    public ConnectionOptions Connections { get; set; } = new();

    /// <summary>How transactions that were rolled back are run again.</summary>
    public RetryOptions Retry { get; set; } = new();

    /// <summary>How concurrent reads by key share round trips.</summary>
    public CoalescingOptions Coalescing { get; set; } = new();

    /// <summary>Whether the values of parameters are logged beside the SQL text. They may be anybody's data. Default false.</summary>
    public bool LogParameterValues { get; set; }

    /// <exception cref="InvalidOptionsException">Some are not valid; the message names all of them.</exception>
    internal DatabaseOptions Validated()
    {
        var problems = Problems().ToList();
        if (problems.Count > 0)
        {
            throw new InvalidOptionsException("The database options are not valid. " + string.Join(" ", problems));
        }

        return this;
    }

    internal virtual IEnumerable<string> Problems()
        => Connections.Problems(nameof(Connections)).Concat(Retry.Problems(nameof(Retry))).Concat(Coalescing.Problems(nameof(Coalescing)));
}
