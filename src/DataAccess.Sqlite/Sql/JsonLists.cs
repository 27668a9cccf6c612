using System.Buffers;
using System.Numerics;
using System.Text;
using DataAccess.Sql;
using DataAccess.Sqlite.Types;
using SQLitePCL;

namespace DataAccess.Sqlite.Sql;

/// <summary>
/// Long lists as arrays of JSON. SQLite looks for the name of each parameter among all of them, when it parses the statement and when the driver
/// binds it, so the time for a list of parameters grows with the square of its length: 32,000 keys took 4.9 s, and take 12 ms in a query of one
/// array, or 95 ms as elements of several.
/// </summary>
internal sealed class JsonLists : ListEncoding
{
    public static readonly JsonLists Instance = new();

    // The longest lists whose values are parameters: up to these numbers the other forms gain nothing.
    private const int LongestBeforeQuery = 64;
    private const int LongestBeforeElements = 256;

    /// <summary>A query of one array, the fastest form.</summary>
    private const int Query = 1;

    /// <summary>The number of elements of an array in the other form: to find one costs time for each before it.</summary>
    private const int ElementsOfArray = 128;

    private const int MostRoundedToPower = 4_096;

    // The function unhex is of 3.41.
    private const int FirstWithUnhex = 3_041_000;

    // Larger integers may not be a double.
    private const long LargestExact = 1L << 53;

    // As many digits are always a smaller number.
    private const int ExactDigits = 15;

    private static readonly SearchValues<char> OfIntegers = SearchValues.Create(" \t\n\v\f\r+-0123456789");

    private static readonly Lazy<bool> HasUnhex = new(static () => raw.sqlite3_libversion_number() >= FirstWithUnhex);

    public override int FormOf(Array values, Type elementType)
    {
        ArgumentNullException.ThrowIfNull(values);
        ArgumentNullException.ThrowIfNull(elementType);
        if (values.Length <= LongestBeforeQuery || !IsEncodable(elementType, values))
        {
            return 0;
        }

        // A query's values are converted to the left operand's affinity, and a list's to 'numeric' if that is 'real'. That is the same unless
        // it is an integer that a real number rounds; sqlite3ExprCodeIN in https://sqlite.org/src/file/src/expr.c
        return !MayBeRounded(elementType, values) ? Query
            : values.Length <= LongestBeforeElements ? 0
            : values.Length <= MostRoundedToPower ? (int)BitOperations.RoundUpToPowerOf2((uint)values.Length)
            : checked((values.Length + 1_023) / 1_024 * 1_024);
    }

    public override int Append(StringBuilder sql, int index, int form, Type elementType)
    {
        ArgumentNullException.ThrowIfNull(sql);
        var isBlob = elementType == typeof(byte[]);
        if (form == Query)
        {
            // An expression, which is compared as a parameter is: a column has an affinity of its own,
            // https://www.sqlite.org/datatype3.html#affinity_of_operands
            sql.Append(isBlob ? "(select unhex(value) from json_each(" : "(select +value from json_each(");
            SqliteDialect.Instance.AppendParameter(sql, index);
            if (elementType == typeof(Guid))
            {
                sql.Append(") union all select lower(value) from json_each(");
                SqliteDialect.Instance.AppendParameter(sql, index);
            }

            sql.Append("))");
            return 1;
        }

        for (var i = 0; i < form; i++)
        {
            sql.Append(i == 0 ? "(" : ",");
            SqliteDialect.Instance.AppendParameter(sql, index + (i / ElementsOfArray));
            sql.Append("->>").Append(i % ElementsOfArray);
        }

        sql.Append(')');
        return (form + ElementsOfArray - 1) / ElementsOfArray;
    }

    public override IReadOnlyList<string> Encode(Array values, int form)
    {
        ArgumentNullException.ThrowIfNull(values);
        using var writer = new JsonListWriter();
        if (form == Query)
        {
            return [writer.Write(values, 0, values.Length)];
        }

        var padded = new object?[form];
        Array.Copy(values, padded, values.Length);
        Array.Fill(padded, padded[values.Length - 1], values.Length, form - values.Length);
        return [.. Enumerable.Range(0, (form + ElementsOfArray - 1) / ElementsOfArray)
            .Select(i => writer.Write(padded, i * ElementsOfArray, Math.Min(ElementsOfArray, form - (i * ElementsOfArray))))];
    }

    /// <summary>Whether SQLite reads each value from JSON as it is.</summary>
    private static bool IsEncodable(Type elementType, Array values)
        => elementType == typeof(byte[]) ? HasUnhex.Value
            : elementType.IsValueType && elementType != typeof(char) ? IsEncodable(elementType)
            : values.Cast<object?>().All(static value => value switch
            {
                null => true,

                // Some versions end a text there.
                string text => !text.Contains('\0', StringComparison.Ordinal),
                char character => character != '\0',
                byte[] => false,
                _ => IsEncodable(value.GetType()),
            });

    // Of the digits of floating-point numbers it reads one in some thousand as a neighbouring number.
    private static bool IsEncodable(Type type) => type != typeof(float) && type != typeof(double) && type != typeof(decimal) && SqliteTypes.Find(type) is not null;

    private static bool MayBeRounded(Type elementType, Array values)
        => values switch
        {
            _ when elementType == typeof(int) || elementType == typeof(Guid) || elementType == typeof(byte[]) => false,
            long[] numbers => Array.Exists(numbers, static number => MayBeRounded(number)),
            _ => values.Cast<object?>().Any(static value => value switch
            {
                long number => MayBeRounded(number),
                ulong number => MayBeRounded(unchecked((long)number)),
                TimeSpan time => MayBeRounded(time.Ticks),
                string text => MayBeRounded(text),
                _ => false,
            }),
        };

    private static bool MayBeRounded(long number) => number is > LargestExact or < -LargestExact;

    /// <summary>Whether it may be the digits of a large integer, with white space around them.</summary>
    private static bool MayBeRounded(string text) => text.Length > ExactDigits && text.AsSpan().IndexOfAnyExcept(OfIntegers) < 0;
}
