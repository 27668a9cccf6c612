using System.Collections.Frozen;
using System.Data.Common;
using System.Globalization;

namespace DataAccess.Sql;

/// <summary>The CLR types whose values are stored in one column, on every database: one line each.</summary>
internal static class ScalarTypes
{
    private static readonly ScalarType[] Table =
    [
        //                             read                                                                                  bitwise  arrays
        new ValueScalar<bool>          (static (r, i) => r.GetFieldValue<bool>(i),                                            true,  true),
        new ValueScalar<byte>          (Number<byte>(static (r, i) => checked((byte)r.GetFieldValue<short>(i))),              true,  false),
        new ValueScalar<sbyte>         (Number<sbyte>(static (r, i) => checked((sbyte)r.GetFieldValue<short>(i))),            true,  false),
        new ValueScalar<short>         (Number<short>(static (r, i) => r.GetFieldValue<short>(i)),                            true,  true),
        new ValueScalar<ushort>        (Number<ushort>(static (r, i) => checked((ushort)r.GetFieldValue<int>(i))),            true,  false),
        new ValueScalar<int>           (Number<int>(static (r, i) => r.GetFieldValue<int>(i)),                                true,  true),
        new ValueScalar<uint>          (Number<uint>(static (r, i) => checked((uint)r.GetFieldValue<long>(i))),               true,  false),
        new ValueScalar<long>          (Number<long>(static (r, i) => r.GetFieldValue<long>(i)),                              true,  true),
        new ValueScalar<ulong>         (static (r, i) => Convert.ToUInt64(r.GetValue(i), CultureInfo.InvariantCulture),       true,  false),
        new ValueScalar<float>         (Number<float>(static (r, i) => r.GetFieldValue<float>(i)),                            false, true),
        new ValueScalar<double>        (Number<double>(static (r, i) => r.GetFieldValue<double>(i)),                          false, true),
        new ValueScalar<decimal>       (static (r, i) => r.GetFieldValue<decimal>(i),                                         false, true),
        new ValueScalar<char>          (static (r, i) => OneCharacter(r.GetFieldValue<string>(i)),                            true,  false),
        new ValueScalar<Guid>          (static (r, i) => r.GetFieldValue<Guid>(i),                                            true,  true),
        new ValueScalar<DateOnly>      (static (r, i) => r.GetFieldValue<DateOnly>(i),                                        true,  true),
        new ValueScalar<TimeOnly>      (static (r, i) => r.GetFieldValue<TimeOnly>(i),                                        true,  true),
        new ValueScalar<TimeSpan>      (static (r, i) => r.GetFieldValue<TimeSpan>(i),                                        true,  true),
        new ValueScalar<DateTime>      (static (r, i) => r.GetFieldValue<DateTime>(i),                                        false, true),
        new ValueScalar<DateTimeOffset>(static (r, i) => r.GetFieldValue<DateTimeOffset>(i),                                  false, true),
        new ReferenceScalar<string>    (isBitwise: true),
        new ReferenceScalar<byte[]>    (isBitwise: false),
    ];

    private static readonly FrozenDictionary<Type, ScalarType> ByType = Table.ToFrozenDictionary(static line => line.Type);

    private static readonly FrozenDictionary<Type, ScalarType> ByArrayType
        = Table.Where(static line => line.ArrayType is not null).ToFrozenDictionary(static line => line.ArrayType!);

    /// <summary>The types that a column may have, arrays after the others.</summary>
    public static IEnumerable<Type> ColumnTypes
        => [.. Table.Select(static line => line.Type), .. Table.Select(static line => line.ArrayType).OfType<Type>()];

    /// <summary>The element types of lists that are sent as arrays.</summary>
    public static IEnumerable<Type> ElementTypes => Table.Where(static line => line.ArrayType is not null).Select(static line => line.Type);

    /// <summary>The entry of a type, or null.</summary>
    public static ScalarType? Find(Type type) => ByType.GetValueOrDefault(type);

    /// <summary>The entry of an array's element type, or null.</summary>
    public static ScalarType? FindByArray(Type arrayType) => ByArrayType.GetValueOrDefault(arrayType);

    /// <summary>
    /// The whole text is parsed: SQLite stores text in any column, and its driver reads any text that starts like a number as a number.
    /// </summary>
    private static Func<DbDataReader, int, object> Number<T>(Func<DbDataReader, int, object> read)
        where T : IParsable<T>
        => (reader, column) => reader.GetFieldType(column) == typeof(string)
            ? T.Parse(reader.GetString(column), CultureInfo.InvariantCulture)
            : read(reader, column);

    private static char OneCharacter(string text)
        => text.Length == 1 ? text[0] : throw new InvalidCastException("The text is not a single character.");
}
