namespace DataAccess.Sqlite.Types;

/// <summary>Values as the driver stores them just as <see cref="SqliteRowWriter"/> does, and what cannot be stored.</summary>
internal static class SqliteValue
{
    public const string Limits =
        "SQLite has no number for it: reals have 15 significant digits and no NaN, which would become null, and integers end at 9223372036854775807. "
        + "Store the value as text, with [Column(TypeName = \"text\")] or ToString(), if it need not compare as a number.";

    /// <exception cref="MappingException">SQLite cannot store the value.</exception>
    public static object ToDriver(object value) => value switch
    {
        decimal number => OfDecimal(number),
        ulong number => number <= long.MaxValue ? (long)number : throw NoNumber(number),
        TimeSpan time => time.Ticks,
        DateTimeOffset time => time.ToUniversalTime(),
        double.NaN or float.NaN => throw NoNumber((IFormattable)value),
        _ => value,
    };

    private static object OfDecimal(decimal number)
        => SqliteDecimal.TryInteger(number, out var integer) ? (object)integer
        : SqliteDecimal.TryReal(number, out var real) ? real
        : throw NoNumber(number);

    private static MappingException NoNumber(IFormattable number) => new(Invariant($"{number} cannot be sent to SQLite. {Limits}"));
}
