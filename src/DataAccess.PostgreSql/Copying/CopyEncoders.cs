using System.Numerics;

namespace DataAccess.PostgreSql;

/// <summary>
/// Which encoder writes a CLR type into a column's type: those that need no conversion, or one that keeps every value. What
/// asks for a cast of the server goes another way than COPY.
/// </summary>
internal static class CopyEncoders
{
    /// <summary>The encoder, a <see cref="CopyEncoder{TValue}"/> of the CLR type, or null.</summary>
    /// <param name="type">The CLR type.</param>
    /// <param name="databaseType">The column's type by its name in pg_type; text stands for all that is read as text.</param>
    public static Delegate? For(Type type, string? databaseType) => databaseType switch
    {
        null => null,
        "int2" or "int4" or "int8" or "numeric" when Integer(type, databaseType) is { } integer => integer,
        "numeric" when type == typeof(decimal) => (CopyEncoder<decimal>)NumericEncoder.Write,
        "bool" when type == typeof(bool) => (CopyEncoder<bool>)ScalarEncoder.WriteBool,
        "float4" when type == typeof(float) => (CopyEncoder<float>)ScalarEncoder.WriteFloat4,
        "float8" when type == typeof(float) => (CopyEncoder<float>)(static (buffer, value) => ScalarEncoder.WriteFloat8(buffer, value)),
        "float8" when type == typeof(double) => (CopyEncoder<double>)ScalarEncoder.WriteFloat8,
        "uuid" when type == typeof(Guid) => (CopyEncoder<Guid>)ScalarEncoder.WriteUuid,
        "bytea" when type == typeof(byte[]) => (CopyEncoder<byte[]>)ScalarEncoder.WriteBytes,
        "date" when type == typeof(DateOnly) => (CopyEncoder<DateOnly>)TimeEncoder.WriteDate,
        "time" when type == typeof(TimeOnly) => (CopyEncoder<TimeOnly>)TimeEncoder.WriteTime,
        "interval" when type == typeof(TimeSpan) => (CopyEncoder<TimeSpan>)TimeEncoder.WriteInterval,
        "timestamp" or "timestamptz" when type == typeof(DateTime) => (CopyEncoder<DateTime>)TimeEncoder.WriteTimestamp,
        "timestamp" or "timestamptz" when type == typeof(DateTimeOffset) => (CopyEncoder<DateTimeOffset>)TimeEncoder.WriteTimestamp,
        "text" or "varchar" or "bpchar" or "json" or "xml" when type == typeof(string) => (CopyEncoder<string>)TextEncoder.Write,
        "text" or "varchar" or "bpchar" or "json" or "xml" when type == typeof(char) => (CopyEncoder<char>)TextEncoder.Write,
        "jsonb" when type == typeof(string) => (CopyEncoder<string>)TextEncoder.WriteJsonb,
        _ => null,
    };

    private static Delegate? Integer(Type type, string databaseType) => Type.GetTypeCode(type) switch
    {
        TypeCode.Byte => Integer<byte>(databaseType),
        TypeCode.SByte => Integer<sbyte>(databaseType),
        TypeCode.Int16 => Integer<short>(databaseType),
        TypeCode.UInt16 => Integer<ushort>(databaseType),
        TypeCode.Int32 => Integer<int>(databaseType),
        TypeCode.UInt32 => Integer<uint>(databaseType),
        TypeCode.Int64 => Integer<long>(databaseType),
        TypeCode.UInt64 => Integer<ulong>(databaseType),
        _ => null,
    };

    private static CopyEncoder<TValue> Integer<TValue>(string databaseType)
        where TValue : struct, IBinaryInteger<TValue>
        => databaseType switch
        {
            "int2" => IntegerEncoder<TValue>.WriteInt2,
            "int4" => IntegerEncoder<TValue>.WriteInt4,
            "int8" => IntegerEncoder<TValue>.WriteInt8,
            _ => IntegerEncoder<TValue>.WriteNumeric,
        };
}
