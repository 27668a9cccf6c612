namespace DataAccess.Sqlite.Types;

/// <summary>Takes a value in the form in which SQLite stores it.</summary>
internal interface IValueSink
{
    void Integer(int column, long value);

    void Integer(int column, ulong value);

    void Decimal(int column, decimal value);

    void Real(int column, double value);

    void Bytes(int column, byte[] value);

    void Text(int column, ReadOnlySpan<char> text);

    /// <summary>A value as text.</summary>
    void Formatted<TValue>(int column, TValue value, string format)
        where TValue : IUtf8SpanFormattable;

    void Id(int column, Guid id);
}
