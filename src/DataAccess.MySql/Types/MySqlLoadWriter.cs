using System.Buffers;
using System.Globalization;
using System.Text;
using DataAccess.Mapping;
using DataAccess.Shared;

namespace DataAccess.MySql.Types;

/// <summary>Writes rows as LOAD DATA reads them by default: fields separated by tabs, rows by line feeds, both escaped with a backslash.</summary>
internal sealed class MySqlLoadWriter : RowWriter, IDisposable
{
    private const int MaxUtf8BytesPerChar = 3;

    // Longer than any number, time or id.
    private const int LongestFormatted = 350;

    private static readonly SearchValues<byte> Special = SearchValues.Create("\t\n\\\0"u8);

    private readonly ByteBuffer _buffer = new();

    /// <summary>The bytes written; they change with the next value.</summary>
    public ReadOnlySpan<byte> Written => _buffer.Written.Span;

    /// <summary>Whether every value so far could be encoded as text.</summary>
    public bool IsEncodable { get; private set; } = true;

    public void Clear() => _buffer.CutAt(0);

    public void EndRow()
    {
        // The last field is followed by a surplus tab.
        _buffer.CutAt(_buffer.Length - 1);
        _buffer.Take(1)[0] = (byte)'\n';
    }

    public override void WriteNull(int column)
    {
        "\\N\t"u8.CopyTo(_buffer.Take(3));
    }

    public override void Write<TValue>(int column, TValue value)
    {
        var type = MySqlTypes.Find<TValue>() ?? throw new MappingException(
            $"A value of type {typeof(TValue).Name} cannot be written to MySQL. Change the member's type, or store it as JSON.");
        type.WriteText(this, value);
    }

    public void Dispose() => _buffer.Release();

    public void Real(double value)
    {
        IsEncodable &= double.IsFinite(value);
        Formatted(value, "R");
    }

    public void Formatted<TValue>(TValue value, string format = "")
        where TValue : IUtf8SpanFormattable
    {
        var target = _buffer.GetSpan(LongestFormatted + 1);
        value.TryFormat(target, out var written, format, CultureInfo.InvariantCulture);
        target[written] = (byte)'\t';
        _buffer.Advance(written + 1);
    }

    /// <summary>Hours may exceed a day, and the sign precedes them.</summary>
    public void Time(TimeSpan time)
    {
        var target = _buffer.GetSpan(LongestFormatted + 1);
        var written = 0;
        if (time < TimeSpan.Zero)
        {
            target[written++] = (byte)'-';
        }

        // Not Abs, which overflows for the smallest value.
        var ticks = (ulong)Math.Abs((decimal)time.Ticks);
        (ticks / TimeSpan.TicksPerHour).TryFormat(target[written..], out var hours, default, CultureInfo.InvariantCulture);
        written += hours;
        new TimeSpan((long)(ticks % TimeSpan.TicksPerHour)).TryFormat(target[written..], out var rest, @"\:mm\:ss\.ffffff", CultureInfo.InvariantCulture);
        written += rest;
        target[written] = (byte)'\t';
        _buffer.Advance(written + 1);
    }

    public void Hex(byte[] bytes)
    {
        var target = _buffer.GetSpan(checked((2 * bytes.Length) + 1));
        Convert.TryToHexString(bytes, target, out var written);
        target[written] = (byte)'\t';
        _buffer.Advance(written + 1);
    }

    public void Text(ReadOnlySpan<char> text)
    {
        // Twice, so that there is room to escape in place.
        var target = _buffer.GetSpan(checked((2 * MaxUtf8BytesPerChar * text.Length) + 1));
        var written = Encoding.UTF8.GetBytes(text, target);
        if (target[..written].ContainsAny(Special))
        {
            written = Escape(target, written);
        }

        target[written] = (byte)'\t';
        _buffer.Advance(written + 1);
    }

    /// <summary>Escapes special characters with a backslash, starting at the end so that nothing is overwritten.</summary>
    private static int Escape(Span<byte> text, int length)
    {
        var escaped = length;
        foreach (var value in text[..length])
        {
            escaped += Special.Contains(value) ? 1 : 0;
        }

        var to = escaped;
        for (var from = length - 1; from >= 0; from--)
        {
            var value = text[from];
            text[--to] = value switch { (byte)'\t' => (byte)'t', (byte)'\n' => (byte)'n', 0 => (byte)'0', _ => value };
            if (Special.Contains(value))
            {
                text[--to] = (byte)'\\';
            }
        }

        return escaped;
    }
}
