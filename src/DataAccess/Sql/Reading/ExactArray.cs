using System.Data.Common;
using System.Numerics;

namespace DataAccess.Sql.Reading;

/// <summary>Reads an array of integers, exactly or not at all: the driver would cut off the fractions of decimals.</summary>
/// <typeparam name="T">The integer's type.</typeparam>
internal static class ExactArray<T>
    where T : struct, IBinaryInteger<T>, IMinMaxValue<T>
{
    public static T[] Read(DbDataReader reader, int column)
        => IsOfDecimals(reader, column)
            ? Array.ConvertAll(reader.GetFieldValue<decimal[]>(column), static number => ExactInteger<T>.OfWhole(number))
            : reader.GetFieldValue<T[]>(column);

    public static T?[] ReadNullable(DbDataReader reader, int column)
        => IsOfDecimals(reader, column)
            ? Array.ConvertAll(reader.GetFieldValue<decimal?[]>(column), static number => number is { } some ? ExactInteger<T>.OfWhole(some) : (T?)null)
            : reader.GetFieldValue<T?[]>(column);

    private static bool IsOfDecimals(DbDataReader reader, int column) => reader.GetDataTypeName(column).StartsWith("numeric", StringComparison.Ordinal);
}
