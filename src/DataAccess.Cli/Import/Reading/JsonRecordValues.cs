using System.Text;
using System.Text.Json;

namespace DataAccess.Cli.Import.Reading;

/// <summary>The values of one JSON object by field, as text in one buffer that the next object reuses.</summary>
internal sealed class JsonRecordValues
{
    private char[] _text = new char[1024];
    private int _used;
    private Slot[] _slots = [];

    public void Clear(int fields)
    {
        _used = 0;
        Array.Clear(_slots);
        EnsureSlot(fields - 1);
    }

    public bool IsSet(int field) => field < _slots.Length && _slots[field].IsSet;

    public ValueForm FormOf(int field) => field < _slots.Length ? _slots[field].Form : ValueForm.Missing;

    public ReadOnlySpan<char> TextOf(int field)
        => field < _slots.Length ? _text.AsSpan(_slots[field].Start, _slots[field].Length) : default;

    /// <summary>Keeps the current value, and leaves the reader at its end.</summary>
    public void Set(int field, ref Utf8JsonReader json, ReadOnlySpan<byte> line)
    {
        EnsureSlot(field);
        var start = _used;
        var form = ValueForm.Untyped;
        switch (json.TokenType)
        {
            case JsonTokenType.Null:
                form = ValueForm.Missing;
                break;
            case JsonTokenType.String:
                form = ValueForm.Text;
                EnsureRoom(json.ValueSpan.Length);
                _used += json.CopyString(_text.AsSpan(_used));
                break;
            case JsonTokenType.StartObject or JsonTokenType.StartArray:
                form = ValueForm.Text;
                var first = (int)json.TokenStartIndex;
                json.Skip();
                Append(line[first..(int)json.BytesConsumed]);
                break;
            default:
                Append(json.ValueSpan);
                break;
        }

        _slots[field] = new Slot(start, _used - start, form, IsSet: true);
    }

    private void Append(ReadOnlySpan<byte> utf8)
    {
        EnsureRoom(utf8.Length);
        _used += Encoding.UTF8.GetChars(utf8, _text.AsSpan(_used));
    }

    private void EnsureRoom(int characters)
    {
        if (_text.Length - _used < characters)
        {
            Array.Resize(ref _text, Math.Max(2 * _text.Length, _used + characters));
        }
    }

    private void EnsureSlot(int field)
    {
        if (field >= _slots.Length)
        {
            Array.Resize(ref _slots, Math.Max(field + 1, 2 * _slots.Length));
        }
    }

    private readonly record struct Slot(int Start, int Length, ValueForm Form, bool IsSet);
}
