using System.Data.Common;
using System.Globalization;

namespace DataAccess.Mapping;

/// <summary>Reads one column of a result as a member's type. The driver converts where it can; what is left is done here.</summary>
internal static class ColumnReader
{
    private static readonly Dictionary<Type, Func<DbDataReader, int, object>> Readers = new()
    {
        [typeof(bool)] = static (r, i) => r.GetFieldValue<bool>(i),
        [typeof(byte)] = Number<byte>(static (r, i) => checked((byte)r.GetFieldValue<short>(i))),
        [typeof(sbyte)] = Number<sbyte>(static (r, i) => checked((sbyte)r.GetFieldValue<short>(i))),
        [typeof(short)] = Number<short>(static (r, i) => r.GetFieldValue<short>(i)),
        [typeof(ushort)] = Number<ushort>(static (r, i) => checked((ushort)r.GetFieldValue<int>(i))),
        [typeof(int)] = Number<int>(static (r, i) => r.GetFieldValue<int>(i)),
        [typeof(uint)] = Number<uint>(static (r, i) => checked((uint)r.GetFieldValue<long>(i))),
        [typeof(long)] = Number<long>(static (r, i) => r.GetFieldValue<long>(i)),
        [typeof(ulong)] = static (r, i) => Convert.ToUInt64(r.GetValue(i), CultureInfo.InvariantCulture),
        [typeof(float)] = Number<float>(static (r, i) => r.GetFieldValue<float>(i)),
        [typeof(double)] = Number<double>(static (r, i) => r.GetFieldValue<double>(i)),
        [typeof(decimal)] = static (r, i) => r.GetFieldValue<decimal>(i),
        [typeof(string)] = static (r, i) => r.GetFieldValue<string>(i),
        [typeof(char)] = static (r, i) => r.GetFieldValue<string>(i) is { Length: 1 } text ? text[0] : throw new InvalidCastException("The text is not one character."),
        [typeof(Guid)] = static (r, i) => r.GetFieldValue<Guid>(i),
        [typeof(DateOnly)] = static (r, i) => r.GetFieldValue<DateOnly>(i),
        [typeof(TimeOnly)] = static (r, i) => r.GetFieldValue<TimeOnly>(i),
        [typeof(TimeSpan)] = static (r, i) => r.GetFieldValue<TimeSpan>(i),
        [typeof(DateTime)] = static (r, i) => r.GetFieldValue<DateTime>(i),
        [typeof(DateTimeOffset)] = static (r, i) => r.GetFieldValue<DateTimeOffset>(i),
        [typeof(byte[])] = static (r, i) => r.GetFieldValue<byte[]>(i),
        [typeof(bool[])] = static (r, i) => r.GetFieldValue<bool[]>(i),
        [typeof(short[])] = static (r, i) => r.GetFieldValue<short[]>(i),
        [typeof(int[])] = static (r, i) => r.GetFieldValue<int[]>(i),
        [typeof(long[])] = static (r, i) => r.GetFieldValue<long[]>(i),
        [typeof(float[])] = static (r, i) => r.GetFieldValue<float[]>(i),
        [typeof(double[])] = static (r, i) => r.GetFieldValue<double[]>(i),
        [typeof(decimal[])] = static (r, i) => r.GetFieldValue<decimal[]>(i),
        [typeof(string[])] = static (r, i) => r.GetFieldValue<string[]>(i),
        [typeof(Guid[])] = static (r, i) => r.GetFieldValue<Guid[]>(i),
        [typeof(DateOnly[])] = static (r, i) => r.GetFieldValue<DateOnly[]>(i),
        [typeof(TimeOnly[])] = static (r, i) => r.GetFieldValue<TimeOnly[]>(i),
        [typeof(DateTime[])] = static (r, i) => r.GetFieldValue<DateTime[]>(i),
        [typeof(DateTimeOffset[])] = static (r, i) => r.GetFieldValue<DateTimeOffset[]>(i),
        [typeof(byte[][])] = static (r, i) => r.GetFieldValue<byte[][]>(i),
        [typeof(object)] = static (r, i) => r.GetValue(i),
    };

    /// <summary>
    /// Text is parsed in full: SQLite keeps text in any column, and its driver reads as a number whatever begins like one.
    /// </summary>
    private static Func<DbDataReader, int, object> Number<T>(Func<DbDataReader, int, object> read)
        where T : IParsable<T>
        => (reader, column) => reader.GetFieldType(column) == typeof(string)
            ? T.Parse(reader.GetString(column), CultureInfo.InvariantCulture)
            : read(reader, column);

    /// <summary>Whether a value of the type is one column and not a row.</summary>
    public static bool IsScalar(Type type) => type.IsEnum || Readers.ContainsKey(type);

    /// <summary>The function that reads a column as the type, which is not nullable; an enum is given as its number.</summary>
    public static Func<DbDataReader, int, object>? For(Type type)
        => type.IsEnum
            ? (reader, column) => ReadEnum(reader, column, type)
            : Readers.GetValueOrDefault(type);

    private static object ReadEnum(DbDataReader reader, int column, Type type)
    {
        var value = reader.GetValue(column);
        var number = Enum.GetUnderlyingType(type);
        return value is string text
            ? Convert.ChangeType(Enum.Parse(type, text, ignoreCase: true), number, CultureInfo.InvariantCulture)
            : Convert.ChangeType(value, number, CultureInfo.InvariantCulture);
    }
}
