namespace DataAccess.MySql;

/// <summary>What MySQL's numbers and times cannot hold, and a server may take for something else.</summary>
internal static class MySqlValues
{
    // https://mariadb.com/docs/server/reference/data-types/date-and-time-data-types/time: what is beyond is clipped, in strict mode too.
    private static readonly TimeSpan Longest = TimeSpan.FromHours(839);

    /// <summary>Whether a value is neither an infinity nor NaN, for which floating-point columns have no place, nor longer than a time may be.</summary>
    public static bool IsStorable<TValue>(TValue value) => value switch
    {
        double real => double.IsFinite(real),
        float real => float.IsFinite(real),
        TimeSpan time => time < Longest && time > -Longest,
        _ => true,
    };
}
