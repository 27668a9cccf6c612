using System.Collections.Frozen;
using DataAccess.Sql;

namespace DataAccess.MySql.Types;

/// <summary>The scalar types: one line each. Everything that this package knows about a type is on its line.</summary>
internal static class MySqlTypes
{
    private const string Timestamp = "yyyy-MM-dd HH:mm:ss.ffffff";

    // https://mariadb.com/docs/server/reference/data-types/date-and-time-data-types/time: values beyond the limit are clipped, even in strict mode.
    private static readonly TimeSpan Longest = TimeSpan.FromHours(839);

    private static readonly string[] Numbers = ["BOOL", "TINYINT", "SMALLINT", "MEDIUMINT", "INT", "BIGINT", "DECIMAL", "FLOAT", "DOUBLE"];
    private static readonly string[] NumbersAndBits = [.. Numbers, "BIT"];
    private static readonly string[] Reals = ["FLOAT", "DOUBLE"];
    private static readonly string[] Texts = ["CHAR", "VARCHAR", "TINYTEXT", "TEXT", "MEDIUMTEXT", "LONGTEXT"];
    private static readonly string[] TextsAndNames = [.. Texts, "JSON", "ENUM", "SET"];
    private static readonly string[] Timestamps = ["DATETIME", "TIMESTAMP"];
    private static readonly string[] Blobs = ["BINARY", "VARBINARY", "TINYBLOB", "BLOB", "MEDIUMBLOB", "LONGBLOB"];

    private static readonly ScalarType[] Table =
    [
        //                             column               read from                                  LOAD into        as text; as a parameter; which values
        new ScalarType<bool>          ("boolean",           ["tinyint(1)"],                            NumbersAndBits,  static (w, v) => w.Formatted(v ? 1 : 0)),
        new ScalarType<byte>          ("tinyint unsigned",  ["tinyint unsigned"],                      NumbersAndBits,  static (w, v) => w.Formatted(v)),
        new ScalarType<sbyte>         ("tinyint",           ["tinyint"],                               NumbersAndBits,  static (w, v) => w.Formatted(v)),
        new ScalarType<short>         ("smallint",          ["smallint", "year"],                      NumbersAndBits,  static (w, v) => w.Formatted(v)),
        new ScalarType<ushort>        ("smallint unsigned", ["smallint unsigned"],                     NumbersAndBits,  static (w, v) => w.Formatted(v)),
        new ScalarType<int>           ("int",               ["int", "mediumint"],                      NumbersAndBits,  static (w, v) => w.Formatted(v)),
        new ScalarType<uint>          ("int unsigned",      ["int unsigned", "mediumint unsigned"],    NumbersAndBits,  static (w, v) => w.Formatted(v)),
        new ScalarType<long>          ("bigint",            ["bigint"],                                NumbersAndBits,  static (w, v) => w.Formatted(v)),
        new ScalarType<ulong>         ("bigint unsigned",   ["bigint unsigned"],                       NumbersAndBits,  static (w, v) => w.Formatted(v)),

        // At most 65 digits, 30 of them after the decimal point: the largest decimal.
        new ScalarType<decimal>       ("decimal(65,28)",    ["decimal"],                               Numbers,         static (w, v) => w.Formatted(v)),

        // So that a float in a wider column is the same number however it is sent: as text it would be rounded.
        new ScalarType<float>         ("float",             ["float"],                                 Reals,           static (w, v) => w.Real(v), static v => Signed(v), float.IsFinite),
        new ScalarType<double>        ("double",            ["double"],                                Reals,           static (w, v) => w.Real(v), Signed, double.IsFinite),
        new ScalarType<DateTime>      ("datetime(6)",       ["datetime", "timestamp"],                 Timestamps,      static (w, v) => w.Formatted(UtcTime.Of(v), Timestamp), static v => UtcTime.Of(v)),
        new ScalarType<DateTimeOffset>("datetime(6)",       [],                                        Timestamps,      static (w, v) => w.Formatted(v.UtcDateTime, Timestamp)),
        new ScalarType<DateOnly>      ("date",              ["date"],                                  ["DATE"],        static (w, v) => w.Formatted(v, "yyyy-MM-dd")),
        new ScalarType<TimeOnly>      ("time(6)",           [],                                        ["TIME"],        static (w, v) => w.Formatted(v, "HH:mm:ss.ffffff")),
        new ScalarType<TimeSpan>      ("time(6)",           ["time"],                                  ["TIME"],        static (w, v) => w.Time(v), canStore: static v => v < Longest && v > -Longest),
        new ScalarType<Guid>          ("char(36)",          [],                                        Texts,           static (w, v) => w.Formatted(v, "D")),
        new ScalarType<char>          ("varchar(1)",        [],                                        TextsAndNames,   static (w, v) => w.Text(new ReadOnlySpan<char>(in v))),
        new ScalarType<string>        ("longtext",          [],                                        TextsAndNames,   static (w, v) => w.Text(v)),
        new ScalarType<byte[]>        ("longblob",          [.. Blobs.Select(static b => b.ToLowerInvariant())], Blobs, static (w, v) => w.Hex(v)),
    ];

    private static readonly FrozenDictionary<Type, ScalarType> ByType = Table.ToFrozenDictionary(static line => line.Type);

    private static readonly FrozenDictionary<string, Type> ByColumn
        = Table.SelectMany(static line => line.ReadFrom.Select(name => KeyValuePair.Create(name, line.Type))).ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The line of a CLR type, or null.</summary>
    public static ScalarType? Find(Type type) => ByType.GetValueOrDefault(type.IsEnum ? Enum.GetUnderlyingType(type) : type);

    /// <summary>The line of a CLR type, or null; found once.</summary>
    public static ScalarType<TValue>? Find<TValue>()
        where TValue : notnull
        => Line<TValue>.Found;

    /// <summary>Whether MySQL can store a value; true if it is not a scalar.</summary>
    public static bool CanStore(object value) => Find(value.GetType())?.CanStore(value) ?? true;

    /// <summary>The CLR type that values of a column are sent as. Types without one of their own are sent as text, which the server converts.</summary>
    /// <param name="dataType">The type's name: <c>int</c>.</param>
    /// <param name="columnType">The type with its length and sign: <c>tinyint(1)</c>, <c>int unsigned</c>.</param>
    public static Type ClrTypeOf(string dataType, string columnType)
        => columnType.StartsWith("tinyint(1)", StringComparison.Ordinal) ? ByColumn["tinyint(1)"]
        : columnType.Contains("unsigned", StringComparison.Ordinal) && ByColumn.TryGetValue($"{dataType} unsigned", out var unsigned) ? unsigned
        : ByColumn.GetValueOrDefault(dataType) ?? typeof(string);

    /// <summary>Negative zero as text: the server reads the number -0, which the driver writes, as an integer, which loses the sign.</summary>
    private static object Signed(double real) => real == 0 && double.IsNegative(real) ? "-0" : real;

    private static class Line<TValue>
        where TValue : notnull
    {
        public static readonly ScalarType<TValue>? Found = (ScalarType<TValue>?)Find(typeof(TValue));
    }
}
