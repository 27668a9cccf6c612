using System.Collections.Frozen;
using DataAccess.Sql;

namespace DataAccess.Sqlite.Types;

/// <summary>
/// The scalar types: one line each. SQLite itself only knows a column's affinity; the names tell the driver and people what is meant.
/// Each value is stored in a form that SQLite compares and orders as .NET does, the same as a parameter and in a batch.
/// </summary>
internal static class SqliteTypes
{
    private static readonly ScalarType[] Table =
    [
        //                             declared        read from                   bound as
        new ScalarType<bool>          ("boolean",      ["BOOL", "BOOLEAN"],        static (w, c, v) => w.Integer(c, v ? 1 : 0)),
        new ScalarType<byte>          ("integer",      [],                         static (w, c, v) => w.Integer(c, v)),
        new ScalarType<sbyte>         ("integer",      [],                         static (w, c, v) => w.Integer(c, v)),
        new ScalarType<short>         ("integer",      [],                         static (w, c, v) => w.Integer(c, v)),
        new ScalarType<ushort>        ("integer",      [],                         static (w, c, v) => w.Integer(c, v)),
        new ScalarType<int>           ("integer",      [],                         static (w, c, v) => w.Integer(c, v)),
        new ScalarType<uint>          ("integer",      [],                         static (w, c, v) => w.Integer(c, v)),
        new ScalarType<long>          ("integer",      [],                         static (w, c, v) => w.Integer(c, v)),
        new ScalarType<ulong>         ("integer",      [],                         static (w, c, v) => w.Integer(c, v)),
        new ScalarType<float>         ("real",         [],                         static (w, c, v) => w.Real(c, v)),
        new ScalarType<double>        ("real",         [],                         static (w, c, v) => w.Real(c, v)),

        // As a number, so that it compares as one. Version 0.1.0 declared decimal_text and stored text.
        new ScalarType<decimal>       ("decimal",      ["DECIMAL_TEXT"],           static (w, c, v) => w.Decimal(c, v)),
        new ScalarType<DateTime>      ("timestamp",    ["DATETIME", "TIMESTAMP"],  static (w, c, v) => w.Formatted(c, UtcTime.Of(v), @"yyyy\-MM\-dd HH\:mm\:ss.FFFFFFF")),
        new ScalarType<DateTimeOffset>("timestamptz",  ["TIMESTAMPTZ"],            static (w, c, v) => w.Formatted(c, v.ToUniversalTime(), @"yyyy\-MM\-dd HH\:mm\:ss.FFFFFFFzzz")),
        new ScalarType<DateOnly>      ("date",         ["DATE"],                   static (w, c, v) => w.Formatted(c, v, @"yyyy\-MM\-dd")),
        new ScalarType<TimeOnly>      ("time",         ["TIME"],                   static (w, c, v) => w.Formatted(c, v, v.Ticks % TimeSpan.TicksPerSecond == 0 ? @"HH\:mm\:ss" : @"HH\:mm\:ss.fffffff")),
        new ScalarType<TimeSpan>      ("integer",      [],                         static (w, c, v) => w.Integer(c, v.Ticks)),
        new ScalarType<Guid>          ("uuid",         ["UUID", "GUID"],           static (w, c, v) => w.Id(c, v)),
        new ScalarType<char>          ("text",         [],                         static (w, c, v) => w.Text(c, new ReadOnlySpan<char>(in v))),
        new ScalarType<string>        ("text",         [],                         static (w, c, v) => w.Text(c, v)),
        new ScalarType<byte[]>        ("blob",         [],                         static (w, c, v) => w.Bytes(c, v)),
    ];

    private static readonly FrozenDictionary<Type, ScalarType> ByType = Table.ToFrozenDictionary(static line => line.Type);

    private static readonly FrozenDictionary<string, Type> ByDeclaration
        = Table.SelectMany(static line => line.ReadFrom.Select(name => KeyValuePair.Create(name, line.Type))).ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The line of a CLR type, or null.</summary>
    public static ScalarType? Find(Type type) => ByType.GetValueOrDefault(type.IsEnum ? Enum.GetUnderlyingType(type) : type);

    /// <summary>The line of a CLR type, or null; found once.</summary>
    public static ScalarType<TValue>? Find<TValue>()
        where TValue : notnull
        => Line<TValue>.Found;

    /// <summary>The CLR type whose values a column of the declared type is meant for.</summary>
    public static Type ClrTypeOf(string declared)
    {
        var type = declared.ToUpperInvariant();
        var bracket = type.IndexOf('(', StringComparison.Ordinal);
        var name = (bracket < 0 ? type : type[..bracket]).Trim();
        return ByDeclaration.GetValueOrDefault(name) ?? ByAffinity(name);
    }

    // The rules of https://www.sqlite.org/datatype3.html#determination_of_column_affinity, in their order. A column without a
    // type stores values as they are, for which text is the closest.
    private static Type ByAffinity(string name)
        => name.Contains("INT", StringComparison.Ordinal) ? typeof(long)
        : name.Contains("CHAR", StringComparison.Ordinal) || name.Contains("CLOB", StringComparison.Ordinal)
            || name.Contains("TEXT", StringComparison.Ordinal) || name.Length == 0 ? typeof(string)
        : name.Contains("BLOB", StringComparison.Ordinal) ? typeof(byte[])
        : name.Contains("REAL", StringComparison.Ordinal) || name.Contains("FLOA", StringComparison.Ordinal)
            || name.Contains("DOUB", StringComparison.Ordinal) ? typeof(double)
        : typeof(decimal);

    private static class Line<TValue>
        where TValue : notnull
    {
        public static readonly ScalarType<TValue>? Found = (ScalarType<TValue>?)Find(typeof(TValue));
    }
}
