namespace DataAccess.Aspire;

/// <summary>
/// The settings of the integration, from the section <c>Aspire:DataAccess</c> and, over it, <c>Aspire:DataAccess:</c> with the name of the connection. The same
/// sections may hold <c>Connections</c>, <c>Retry</c> and <c>Coalescing</c> of <see cref="DataAccessOptions"/>.
/// </summary>
public sealed class DataAccessSettings
{
    /// <summary>The database's URL or connection string. A connection string of this name in <c>ConnectionStrings</c> takes precedence. Required.</summary>
    public string? ConnectionString { get; set; }

    /// <summary>Whether no health check is added. Default false.</summary>
    public bool DisableHealthChecks { get; set; }

    /// <summary>Whether no traces are collected. Default false.</summary>
    public bool DisableTracing { get; set; }

    /// <summary>Whether no metrics are collected. Default false.</summary>
    public bool DisableMetrics { get; set; }
}
