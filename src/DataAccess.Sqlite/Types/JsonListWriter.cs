using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace DataAccess.Sqlite.Types;

/// <summary>Writes values as an array of JSON from which SQLite reads them as they would be stored; blobs as hexadecimal digits.</summary>
internal sealed class JsonListWriter : IValueSink, IDisposable
{
    // Longer than any time, number or id.
    private const int LongestFormatted = 64;

    private readonly ArrayBufferWriter<byte> _buffer = new();
    private readonly Utf8JsonWriter _json;

    public JsonListWriter() => _json = new Utf8JsonWriter(_buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    /// <summary>The array of some values.</summary>
    public string Write(Array values, int start, int count)
    {
        _buffer.ResetWrittenCount();
        _json.Reset();
        _json.WriteStartArray();
        for (var i = start; i < start + count; i++)
        {
            if (values.GetValue(i) is { } value)
            {
                SqliteTypes.Find(value.GetType())!.Write(this, value);
            }
            else
            {
                _json.WriteNullValue();
            }
        }

        _json.WriteEndArray();
        _json.Flush();
        return Encoding.UTF8.GetString(_buffer.WrittenSpan);
    }

    public void Integer(int column, long value) => _json.WriteNumberValue(value);

    public void Integer(int column, ulong value) => Integer(column, (long)SqliteValue.ToDriver(value));

    public void Decimal(int column, decimal value) => throw new NotSupportedException("A decimal is sent as a parameter.");

    // SQLite rounds one in some thousand when it reads their digits.
    public void Real(int column, double value) => throw new NotSupportedException("A floating-point number is sent as a parameter.");

    public void Bytes(int column, byte[] value) => _json.WriteStringValue(Convert.ToHexString(value));

    public void Text(int column, ReadOnlySpan<char> text) => _json.WriteStringValue(text);

    public void Formatted<TValue>(int column, TValue value, string format)
        where TValue : IUtf8SpanFormattable
    {
        Span<byte> text = stackalloc byte[LongestFormatted];
        value.TryFormat(text, out var written, format, CultureInfo.InvariantCulture);
        _json.WriteStringValue(text[..written]);
    }

    public void Id(int column, Guid id)
    {
        Span<byte> text = stackalloc byte[LongestFormatted];
        id.TryFormat(text, out var written);
        Ascii.ToUpperInPlace(text[..written], out _);
        _json.WriteStringValue(text[..written]);
    }

    public void Dispose() => _json.Dispose();
}
