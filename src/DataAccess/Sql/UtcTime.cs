namespace DataAccess.Sql;

/// <summary>
/// The one rule for <see cref="DateTime"/> on every database: what is stored is UTC. Local times are converted, and a time
/// without a kind is taken as UTC. Sessions run in UTC, so that servers agree.
/// </summary>
public static class UtcTime
{
    /// <summary>The UTC time, without a kind, as drivers expect it for a column without a time zone.</summary>
    /// <param name="value">A time of any kind.</param>
    public static DateTime Of(DateTime value)
        => DateTime.SpecifyKind(value.Kind == DateTimeKind.Local ? value.ToUniversalTime() : value, DateTimeKind.Unspecified);
}
