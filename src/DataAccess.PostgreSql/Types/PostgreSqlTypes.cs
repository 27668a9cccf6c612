using System.Collections.Frozen;
using System.Numerics;
using Npgsql;
using NpgsqlTypes;

namespace DataAccess.PostgreSql.Types;

/// <summary>The scalar types: one line each. Everything that this package knows about a type is on its line.</summary>
internal static class PostgreSqlTypes
{
    private static readonly (string CopyType, CopyEncoder<string> Encoder)[] Texts =
        [.. TextTypes().Select(static type => (type, (CopyEncoder<string>)TextEncoder.Write)), ("jsonb", TextEncoder.WriteJsonb)];

    private static readonly ScalarType[] Table =
    [
        // CLR type              column              parameter                    read from      as the driver accepts it; COPY encoders
        Value<bool>             ("boolean",          NpgsqlDbType.Boolean,        "bool",        ("bool", ScalarEncoder.WriteBool)),
        Integer<byte, short>    ("smallint",         NpgsqlDbType.Smallint,       null,          static v => v),
        Integer<sbyte, short>   ("smallint",         NpgsqlDbType.Smallint,       null,          static v => v),
        Integer<short, short>   ("smallint",         NpgsqlDbType.Smallint,       "int2"),
        Integer<ushort, int>    ("integer",          NpgsqlDbType.Integer,        null,          static v => v),
        Integer<int, int>       ("integer",          NpgsqlDbType.Integer,        "int4"),
        Integer<uint, long>     ("bigint",           NpgsqlDbType.Bigint,         null,          static v => v),
        Integer<long, long>     ("bigint",           NpgsqlDbType.Bigint,         "int8"),
        Integer<ulong, decimal> ("numeric",          NpgsqlDbType.Numeric,        null,          static v => v),
        Value<decimal>          ("numeric",          NpgsqlDbType.Numeric,        "numeric",     ("numeric", NumericEncoder.Write)),
        Value<float>            ("real",             NpgsqlDbType.Real,           "float4",      ("float4", ScalarEncoder.WriteFloat4), ("float8", static (b, v) => ScalarEncoder.WriteFloat8(b, v))),
        Value<double>           ("double precision", NpgsqlDbType.Double,         "float8",      ("float8", ScalarEncoder.WriteFloat8)),
        Value<Guid>             ("uuid",             NpgsqlDbType.Uuid,           "uuid",        ("uuid", ScalarEncoder.WriteUuid)),
        Raw<DateOnly, int>      ("date",             NpgsqlDbType.Date,           "date",        RawTime.Of, ("date", TimeEncoder.WriteDate)),
        Value<TimeOnly>         ("time",             NpgsqlDbType.Time,           "time",        ("time", TimeEncoder.WriteTime)),
        Value<TimeSpan>         ("interval",         NpgsqlDbType.Interval,       "interval",    ("interval", TimeEncoder.WriteInterval)),
        Raw<DateTime, long>     ("timestamp",        NpgsqlDbType.Timestamp,      "timestamp",   RawTime.Of, ("timestamp", TimeEncoder.WriteTimestamp), ("timestamptz", TimeEncoder.WriteTimestamp)),
        Raw<DateTimeOffset, long>("timestamptz",     NpgsqlDbType.TimestampTz,    "timestamptz", RawTime.Of, ("timestamp", TimeEncoder.WriteTimestamp), ("timestamptz", TimeEncoder.WriteTimestamp)),
        Reference<byte[]>       ("bytea",            NpgsqlDbType.Bytea,          "bytea",       ("bytea", ScalarEncoder.WriteBytes)),
        Reference<string>       ("text",             NpgsqlDbType.Text,           "text",        Texts),
        new SentScalar<char, string>("text",         NpgsqlDbType.Text,           null,          static v => v.ToString(), Column, [.. TextTypes().Select(static type => (type, (CopyEncoder<char>)TextEncoder.Write))]),
    ];

    private static readonly FrozenDictionary<Type, ScalarType> ByType = Table.ToFrozenDictionary(static line => line.Type);

    private static readonly FrozenDictionary<string, Type> ByCatalogName
        = Table.Where(static line => line.CatalogName is not null).ToFrozenDictionary(static line => line.CatalogName!, static line => line.Type);

    /// <summary>The line of a CLR type, or null.</summary>
    public static ScalarType? Find(Type type) => ByType.GetValueOrDefault(type.IsEnum ? Enum.GetUnderlyingType(type) : type);

    /// <summary>
    /// The type that a parameter is sent as. Text is sent without a type, so that the server infers it from the context: json, an
    /// enum, an address. So is a null without a type.
    /// </summary>
    /// <returns>The type; null if the driver infers it from the value.</returns>
    public static NpgsqlDbType? ParameterTypeOf(Type type)
        => type == typeof(string) || type == typeof(char) || type == typeof(object) ? NpgsqlDbType.Unknown
        : type == typeof(Stream) ? NpgsqlDbType.Bytea
        : IsArray(type) ? NpgsqlDbType.Array | Find(Nullable.GetUnderlyingType(type.GetElementType()!) ?? type.GetElementType()!)?.ParameterType
        : Find(type)?.ParameterType;

    /// <summary>An empty parameter for values of a type.</summary>
    public static NpgsqlParameter CreateParameter(Type type) => ParameterTypeOf(type) is { } known ? new NpgsqlParameter { NpgsqlDbType = known } : new NpgsqlParameter();

    /// <summary>Whether the driver itself reads and writes values of a type: its own types, and hstore.</summary>
    public static bool IsOfDriver(Type type)
        => (type.Assembly == typeof(NpgsqlRange<>).Assembly && type.Namespace == typeof(NpgsqlRange<>).Namespace && !type.IsEnum)
        || type == typeof(Dictionary<string, string?>)
        || (type.IsSZArray && IsOfDriver(type.GetElementType()!));

    /// <summary>Whether values of the type are sent as an array. Bytes are a single value.</summary>
    public static bool IsArray(Type type) => type.IsArray && type != typeof(byte[]);

    /// <summary>The CLR type that values of a column are sent as. Types without one of their own are sent as text, which the server converts.</summary>
    /// <param name="catalogName">The column's type by its name in pg_type.</param>
    public static Type ClrTypeOf(string catalogName) => ByCatalogName.GetValueOrDefault(catalogName) ?? typeof(string);

    private static string[] TextTypes() => ["text", "varchar", "bpchar", "json", "xml"];

    private static SentScalar<TValue, TValue> Value<TValue>(
        string columnType, NpgsqlDbType parameterType, string catalogName, params (string, CopyEncoder<TValue>)[] encoders)
        where TValue : struct
        => Value(columnType, parameterType, catalogName, toDriver: null, encoders);

    private static SentScalar<TValue, TValue> Value<TValue>(
        string columnType, NpgsqlDbType parameterType, string catalogName, Func<TValue, TValue>? toDriver, params (string, CopyEncoder<TValue>)[] encoders)
        where TValue : struct
        => new(columnType, parameterType, catalogName, toDriver, static convert => new ValueArrayColumn<TValue, TValue>(convert), encoders);

    /// <summary>A type whose values are sent as PostgreSQL stores them: the driver would make infinities of the first and the last.</summary>
    private static SentScalar<TValue, TSent> Raw<TValue, TSent>(
        string columnType, NpgsqlDbType parameterType, string catalogName, Func<TValue, TSent> toDriver, params (string, CopyEncoder<TValue>)[] encoders)
        where TValue : struct
        where TSent : struct
        => new(
            columnType, parameterType, catalogName, toDriver, static convert => new ValueArrayColumn<TValue, TSent>(convert, typeof(TValue[])), encoders, typeof(TValue));

    private static SentScalar<TValue, TSent> Integer<TValue, TSent>(
        string columnType, NpgsqlDbType parameterType, string? catalogName, Func<TValue, TSent>? toDriver = null)
        where TValue : struct, IBinaryInteger<TValue>
        where TSent : struct
        => new(
            columnType,
            parameterType,
            catalogName,
            toDriver,
            static convert => new ValueArrayColumn<TValue, TSent>(convert),
            [("int2", IntegerEncoder<TValue>.WriteInt2), ("int4", IntegerEncoder<TValue>.WriteInt4), ("int8", IntegerEncoder<TValue>.WriteInt8), ("numeric", IntegerEncoder<TValue>.WriteNumeric)]);

    private static SentScalar<TValue, TValue> Reference<TValue>(
        string columnType, NpgsqlDbType parameterType, string catalogName, params (string, CopyEncoder<TValue>)[] encoders)
        where TValue : class
        => new(columnType, parameterType, catalogName, toDriver: null, Column, encoders);

    private static ReferenceArrayColumn<TValue, TSent> Column<TValue, TSent>(Func<TValue, TSent> convert)
        where TSent : class
        => new ReferenceArrayColumn<TValue, TSent>(convert);
}
