namespace DataAccess.Cli.Import.Conversion;

/// <summary>A type that a column can be imported as. A new type is one line in <see cref="All"/>, and its parser.</summary>
/// <param name="ClrType">The type that values are sent as.</param>
/// <param name="Parse">How a value is read from text.</param>
internal sealed record ColumnType(Type ClrType, FieldParser Parse)
{
    public static readonly ColumnType Text = new(typeof(string), FieldParsers.Text);
    public static readonly ColumnType Boolean = new(typeof(bool), FieldParsers.Boolean);
    public static readonly ColumnType BigInteger = new(typeof(long), FieldParsers.Integer<long>);
    public static readonly ColumnType Double = new(typeof(double), FieldParsers.Double);
    public static readonly ColumnType Decimal = new(typeof(decimal), FieldParsers.Decimal);
    public static readonly ColumnType Date = new(typeof(DateOnly), FieldParsers.Date);
    public static readonly ColumnType Timestamp = new(typeof(DateTime), FieldParsers.Timestamp);
    public static readonly ColumnType TimestampWithOffset = new(typeof(DateTimeOffset), FieldParsers.TimestampWithOffset);
    public static readonly ColumnType Uuid = new(typeof(Guid), FieldParsers.Uuid);

    // The named ones are used for new tables; the others occur only in existing tables.
    private static readonly ColumnType[] All =
    [
        Text, Boolean, BigInteger, Double, Decimal, Date, Timestamp, TimestampWithOffset, Uuid,
        new(typeof(byte), FieldParsers.Integer<byte>),
        new(typeof(sbyte), FieldParsers.Integer<sbyte>),
        new(typeof(short), FieldParsers.Integer<short>),
        new(typeof(ushort), FieldParsers.Integer<ushort>),
        new(typeof(int), FieldParsers.Integer<int>),
        new(typeof(uint), FieldParsers.Integer<uint>),
        new(typeof(ulong), FieldParsers.Integer<ulong>),
        new(typeof(float), FieldParsers.Single),
        new(typeof(TimeOnly), FieldParsers.Time),
        new(typeof(byte[]), FieldParsers.Bytes),
    ];

    /// <summary>The type of a column; for CLR types that are not listed, one that sends the text for the database to convert.</summary>
    public static ColumnType Of(Type clrType) => Array.Find(All, type => type.ClrType == clrType) ?? Text with { ClrType = clrType };
}

/// <summary>Converts text to a value of a column's type.</summary>
/// <param name="text">The text, not empty.</param>
/// <param name="value">The value, or null if the text is not valid.</param>
/// <returns>Null, or why the text is not valid: the end of a sentence that begins with the value.</returns>
internal delegate string? FieldParser(ReadOnlySpan<char> text, out object? value);
