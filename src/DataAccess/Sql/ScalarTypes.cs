using System.Collections.Frozen;
using System.Data.Common;
using DataAccess.Sql.Reading;

namespace DataAccess.Sql;

/// <summary>The CLR types whose values are stored in one column, on every database: one line each.</summary>
internal static class ScalarTypes
{
    private static readonly ScalarType[] Table =
    [
        //                             read                             bitwise  arrays
        new ValueScalar<bool>          (TruthColumn.Read,               true,    Array<bool>),
        new ValueScalar<byte>          (ExactInteger<byte>.Read,        true),
        new ValueScalar<sbyte>         (ExactInteger<sbyte>.Read,       true),
        new ValueScalar<short>         (ExactInteger<short>.Read,       true,    ExactArray<short>.Read, ExactArray<short>.ReadNullable),
        new ValueScalar<ushort>        (ExactInteger<ushort>.Read,      true),
        new ValueScalar<int>           (ExactInteger<int>.Read,         true,    ExactArray<int>.Read, ExactArray<int>.ReadNullable),
        new ValueScalar<uint>          (ExactInteger<uint>.Read,        true),
        new ValueScalar<long>          (ExactInteger<long>.Read,        true,    ExactArray<long>.Read, ExactArray<long>.ReadNullable),
        new ValueScalar<ulong>         (ExactInteger<ulong>.Read,       true),
        new ValueScalar<float>         (ExactReal<float>.Read,          false,   Array<float>),
        new ValueScalar<double>        (ExactReal<double>.Read,         false,   Array<double>),
        new ValueScalar<decimal>       (ExactDecimal.Read,              false,   Array<decimal>),
        new ValueScalar<char>          (TextColumn.Char,                true),
        new ValueScalar<Guid>          (TextColumn.Guid,                true,    Array<Guid>),
        new ValueScalar<DateOnly>      (DateColumn.Read,                true,    DateColumn.ReadArray, DateColumn.ReadNullableArray),
        new ValueScalar<TimeOnly>      (static (r, i) => r.GetFieldValue<TimeOnly>(i), true, Array<TimeOnly>),
        new ValueScalar<TimeSpan>      (DurationColumn.Read,            true,    Array<TimeSpan>),
        new ValueScalar<DateTime>      (UtcColumn.DateTime,             false,   UtcColumn.DateTimes, UtcColumn.NullableDateTimes),
        new ValueScalar<DateTimeOffset>(UtcColumn.DateTimeOffset,       false,   UtcColumn.DateTimeOffsets, UtcColumn.NullableDateTimeOffsets),
        new ReferenceScalar<string>    (static (r, i) => r.GetFieldValue<string>(i), isBitwise: true),
        new ReferenceScalar<byte[]>    (TextColumn.Bytes,               isBitwise: false),
    ];

    private static readonly FrozenDictionary<Type, ScalarType> ByType = Table.ToFrozenDictionary(static line => line.Type);

    private static readonly FrozenDictionary<Type, ScalarType> ByArrayType
        = Table.Where(static line => line.ArrayType is not null).ToFrozenDictionary(static line => line.ArrayType!);

    private static readonly FrozenDictionary<Type, ScalarType> ByNullableArrayType
        = Table.Where(static line => line.NullableArrayType is not null && line.NullableArrayType != line.ArrayType).ToFrozenDictionary(static line => line.NullableArrayType!);

    /// <summary>The converters of lists, and of arrays in which some values are null.</summary>
    public static IEnumerable<ValueConversion> ListConversions => Table.SelectMany(static line => line.ListConversions());

    /// <summary>The types that a column may have, arrays after the others.</summary>
    public static IEnumerable<Type> ColumnTypes
        => [.. Table.Select(static line => line.Type), .. Table.Select(static line => line.ArrayType).OfType<Type>()];

    /// <summary>The element types of lists that are sent as arrays.</summary>
    public static IEnumerable<Type> ElementTypes => Table.Where(static line => line.ArrayType is not null).Select(static line => line.Type);

    /// <summary>The entry of a type, or null.</summary>
    public static ScalarType? Find(Type type) => ByType.GetValueOrDefault(type);

    /// <summary>The entry of an array's element type, or null.</summary>
    public static ScalarType? FindByArray(Type arrayType) => ByArrayType.GetValueOrDefault(arrayType);

    /// <summary>The function that reads a column as a type of the table, as an array of one, or as a type of the driver's own.</summary>
    public static Func<DbDataReader, int, TValue> ReaderOf<TValue>()
        => Find(typeof(TValue)) is IScalarReader<TValue> scalar ? scalar.Reader
            : FindByArray(typeof(TValue)) is { } element ? (reader, column) => (TValue)element.ReadArray(reader, column)
            : ByNullableArrayType.GetValueOrDefault(typeof(TValue)) is { } nullable ? (reader, column) => (TValue)nullable.ReadNullableArray(reader, column)
            : static (reader, column) => reader.GetFieldValue<TValue>(column);

    private static TValue[] Array<TValue>(DbDataReader reader, int column) => reader.GetFieldValue<TValue[]>(column);
}
