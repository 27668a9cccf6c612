using NpgsqlTypes;

namespace DataAccess.PostgreSql;

/// <summary>Which PostgreSQL type a CLR type is sent as, and the other way round.</summary>
internal static class PostgreSqlTypes
{
    /// <summary>
    /// The type a parameter is sent as. Text goes without a type, so that the server takes it for whatever stands there:
    /// json, an enum, an address.
    /// </summary>
    public static NpgsqlDbType ParameterTypeOf(Type type)
        => type == typeof(string) || type == typeof(char) ? NpgsqlDbType.Unknown
        : IsArray(type) ? NpgsqlDbType.Array | ElementTypeOf(type.GetElementType()!)
        : ElementTypeOf(type);

    /// <summary>Whether values of the type are sent as an array. Bytes are a single value.</summary>
    public static bool IsArray(Type type) => type.IsArray && type != typeof(byte[]);

    /// <exception cref="MappingException">PostgreSQL has no type for it.</exception>
    public static NpgsqlDbType ElementTypeOf(Type type) => Type.GetTypeCode(type) switch
    {
        TypeCode.Boolean => NpgsqlDbType.Boolean,
        TypeCode.Byte or TypeCode.SByte or TypeCode.Int16 => NpgsqlDbType.Smallint,
        TypeCode.UInt16 or TypeCode.Int32 => NpgsqlDbType.Integer,
        TypeCode.UInt32 or TypeCode.Int64 => NpgsqlDbType.Bigint,
        TypeCode.UInt64 or TypeCode.Decimal => NpgsqlDbType.Numeric,
        TypeCode.Single => NpgsqlDbType.Real,
        TypeCode.Double => NpgsqlDbType.Double,
        TypeCode.String or TypeCode.Char => NpgsqlDbType.Text,
        TypeCode.DateTime => NpgsqlDbType.Timestamp,
        _ when type == typeof(DateTimeOffset) => NpgsqlDbType.TimestampTz,
        _ when type == typeof(DateOnly) => NpgsqlDbType.Date,
        _ when type == typeof(TimeOnly) => NpgsqlDbType.Time,
        _ when type == typeof(TimeSpan) => NpgsqlDbType.Interval,
        _ when type == typeof(Guid) => NpgsqlDbType.Uuid,
        _ when type == typeof(byte[]) => NpgsqlDbType.Bytea,
        _ => throw new MappingException($"A value of type {type.Name} cannot be sent to PostgreSQL. Convert it to text, a number or another simple type."),
    };

    /// <summary>The CLR type that values of a column are sent as. Types without one of their own are sent as text, which the server converts.</summary>
    public static Type ClrTypeOf(string typeName) => typeName switch
    {
        "bool" => typeof(bool),
        "int2" => typeof(short),
        "int4" => typeof(int),
        "int8" => typeof(long),
        "numeric" => typeof(decimal),
        "float4" => typeof(float),
        "float8" => typeof(double),
        "timestamp" => typeof(DateTime),
        "timestamptz" => typeof(DateTimeOffset),
        "date" => typeof(DateOnly),
        "time" => typeof(TimeOnly),
        "interval" => typeof(TimeSpan),
        "uuid" => typeof(Guid),
        "bytea" => typeof(byte[]),
        _ => typeof(string),
    };
}
