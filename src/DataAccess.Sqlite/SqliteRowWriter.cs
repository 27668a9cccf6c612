using System.Buffers;
using System.Globalization;
using System.Text;
using DataAccess.Mapping;
using DataAccess.Sql;

namespace DataAccess.Sqlite;

/// <summary>
/// Binds a row's values to a prepared insert, each stored as Microsoft.Data.Sqlite stores it as a parameter, so that what
/// was written either way reads and compares alike.
/// </summary>
internal sealed class SqliteRowWriter(SqliteStatement statement) : RowWriter, IDisposable
{
    private const int FirstBuffer = 1024;
    private const int MaxUtf8BytesPerChar = 3;

    // Longer than any number, time or id.
    private const int LongestFormatted = 64;

    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(FirstBuffer);
    private int? _notStorable;

    /// <summary>The column of the row whose value cannot be stored, if there was one; asked once a row.</summary>
    public int? TakeNotStorable()
    {
        var column = _notStorable;
        _notStorable = null;
        return column;
    }

    public override void WriteNull(int column) => statement.BindNull(column);

    public override void Write<TValue>(int column, TValue value)
    {
        // The compiler of the runtime keeps the one branch of each value type.
        switch (value)
        {
            case string text: WriteText(column, text); break;
            case long number: statement.BindInteger(column, number); break;
            case int number: statement.BindInteger(column, number); break;
            case double real: WriteReal(column, real); break;
            case bool flag: statement.BindInteger(column, flag ? 1 : 0); break;
            case decimal number: WriteFormatted(column, number, "0.0###########################"); break;
            case DateTime time: WriteFormatted(column, UtcTime.Of(time), @"yyyy\-MM\-dd HH\:mm\:ss.FFFFFFF"); break;
            case DateTimeOffset time: WriteFormatted(column, time, @"yyyy\-MM\-dd HH\:mm\:ss.FFFFFFFzzz"); break;
            case DateOnly date: WriteFormatted(column, date, @"yyyy\-MM\-dd"); break;
            case TimeOnly time: WriteFormatted(column, time, time.Ticks % TimeSpan.TicksPerSecond == 0 ? @"HH\:mm\:ss" : @"HH\:mm\:ss.fffffff"); break;
            case TimeSpan time: WriteFormatted(column, time, "c"); break;
            case Guid id: WriteGuid(column, id); break;
            case byte[] bytes: statement.BindBlob(column, bytes); break;
            case float real: WriteReal(column, real); break;
            case short number: statement.BindInteger(column, number); break;
            case byte number: statement.BindInteger(column, number); break;
            case sbyte number: statement.BindInteger(column, number); break;
            case ushort number: statement.BindInteger(column, number); break;
            case uint number: statement.BindInteger(column, number); break;
            case ulong number: statement.BindInteger(column, unchecked((long)number)); break;
            case char character: WriteChars(column, new ReadOnlySpan<char>(in character)); break;
            default: throw new MappingException($"A value of type {typeof(TValue).Name} cannot be written to SQLite. Change the member's type, or keep it as JSON.");
        }
    }

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = [];
    }

    private void WriteReal(int column, double value)
    {
        // The driver throws, as SQLite turns it into null.
        if (double.IsNaN(value))
        {
            _notStorable ??= column;
        }
        else
        {
            statement.BindReal(column, value);
        }
    }

    private void WriteText(int column, string text) => WriteChars(column, text);

    private void WriteChars(int column, ReadOnlySpan<char> text)
    {
        if ((long)text.Length * MaxUtf8BytesPerChar > _buffer.Length)
        {
            Grow(Encoding.UTF8.GetByteCount(text));
        }

        statement.BindText(column, _buffer.AsSpan(0, Encoding.UTF8.GetBytes(text, _buffer)));
    }

    private void WriteFormatted<TValue>(int column, TValue value, string format)
        where TValue : IUtf8SpanFormattable
    {
        Span<byte> text = stackalloc byte[LongestFormatted];
        value.TryFormat(text, out var written, format, CultureInfo.InvariantCulture);
        statement.BindText(column, text[..written]);
    }

    private void WriteGuid(int column, Guid id)
    {
        Span<byte> text = stackalloc byte[LongestFormatted];
        id.TryFormat(text, out var written);
        Ascii.ToUpperInPlace(text[..written], out _);
        statement.BindText(column, text[..written]);
    }

    private void Grow(int bytes)
    {
        if (bytes > _buffer.Length)
        {
            ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = ArrayPool<byte>.Shared.Rent(bytes);
        }
    }
}
