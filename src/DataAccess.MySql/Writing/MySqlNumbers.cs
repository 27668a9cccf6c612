namespace DataAccess.MySql;

/// <summary>What MySQL's numbers cannot hold.</summary>
internal static class MySqlNumbers
{
    /// <summary>Whether a value is not one of the infinities or NaN, for which MySQL's floating-point columns have no place.</summary>
    public static bool IsStorable<TValue>(TValue value) => value switch
    {
        double real => double.IsFinite(real),
        float real => float.IsFinite(real),
        _ => true,
    };
}
