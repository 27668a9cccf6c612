using System.Globalization;
using System.Text;
using DataAccess.Mapping;
using DataAccess.Shared;
using DataAccess.Sqlite.Sessions;

namespace DataAccess.Sqlite.Types;

/// <summary>
/// Binds a row's values to a prepared insert, each stored as a parameter with it is stored, so that values written either way read and
/// compare alike.
/// </summary>
internal sealed class SqliteRowWriter(SqliteStatement statement) : RowWriter, IValueSink, IDisposable
{
    private const int MaxUtf8BytesPerChar = 3;

    // Longer than any number, time or id.
    private const int LongestFormatted = 64;

    // Up to this length the room for the longest encoding is reserved, without counting.
    private const int ShortText = 1024;

    private readonly ByteBuffer _buffer = new();
    private int? _unencodable;

    /// <summary>Returns the column of the row whose value cannot be stored, if there is one, and resets it for the next row.</summary>
    public int? TakeUnencodable()
    {
        var column = _unencodable;
        _unencodable = null;
        return column;
    }

    public override void WriteNull(int column) => statement.BindNull(column);

    public override void Write<TValue>(int column, TValue value)
    {
        var type = SqliteTypes.Find<TValue>() ?? throw new MappingException(
            $"A value of type {typeof(TValue).Name} cannot be written to SQLite. Change the member's type, or store it as JSON.");
        type.Bind(this, column, value);
    }

    public void Integer(int column, long value) => statement.BindInteger(column, value);

    public void Bytes(int column, byte[] value) => statement.BindBlob(column, value);

    public void Dispose() => _buffer.Release();

    public void Real(int column, double value)
    {
        // The driver throws, because SQLite converts it to null.
        if (double.IsNaN(value))
        {
            _unencodable ??= column;
        }
        else
        {
            statement.BindReal(column, value);
        }
    }

    public void Integer(int column, ulong value)
    {
        if (value > long.MaxValue)
        {
            _unencodable ??= column;
        }
        else
        {
            statement.BindInteger(column, (long)value);
        }
    }

    public void Decimal(int column, decimal value)
    {
        if (SqliteDecimal.TryInteger(value, out var integer))
        {
            statement.BindInteger(column, integer);
        }
        else if (SqliteDecimal.TryReal(value, out var real))
        {
            statement.BindReal(column, real);
        }
        else
        {
            _unencodable ??= column;
        }
    }

    public void Text(int column, ReadOnlySpan<char> text)
    {
        var utf8 = _buffer.GetSpan(text.Length <= ShortText ? text.Length * MaxUtf8BytesPerChar : Encoding.UTF8.GetByteCount(text));
        statement.BindText(column, utf8[..Encoding.UTF8.GetBytes(text, utf8)]);
    }

    public void Formatted<TValue>(int column, TValue value, string format)
        where TValue : IUtf8SpanFormattable
    {
        Span<byte> text = stackalloc byte[LongestFormatted];
        value.TryFormat(text, out var written, format, CultureInfo.InvariantCulture);
        statement.BindText(column, text[..written]);
    }

    public void Id(int column, Guid id)
    {
        Span<byte> text = stackalloc byte[LongestFormatted];
        id.TryFormat(text, out var written);
        Ascii.ToUpperInPlace(text[..written], out _);
        statement.BindText(column, text[..written]);
    }
}
