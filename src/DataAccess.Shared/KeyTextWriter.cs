using System.Globalization;
using System.Text;
using DataAccess.Mapping;

namespace DataAccess.Shared;

/// <summary>
/// Writes key values as servers show them, with a separator between them. Supports only types that a column keeps exactly as they
/// were sent, since another row may look the same after it was rounded or truncated.
/// </summary>
/// <param name="mayTrimText">Whether a column may drop trailing blanks, so that a text with some is not exact.</param>
/// <param name="separator">What the server shows between two values.</param>
internal sealed class KeyTextWriter(bool mayTrimText, string separator) : RowWriter
{
    private readonly StringBuilder _text = new();

    /// <summary>Whether all values written since <see cref="Clear"/> look as the server shows them.</summary>
    public bool IsExact { get; private set; } = true;

    public void Clear()
    {
        _text.Clear();
        IsExact = true;
    }

    public bool Shows(string values) => _text.Equals(values);

    public override void Write<TValue>(int column, TValue value)
    {
        Separate(column);
        switch (value)
        {
            case byte or sbyte or short or ushort or int or uint or long or ulong:
                _text.Append(CultureInfo.InvariantCulture, $"{value}");
                break;
            case Guid id:
                _text.Append(CultureInfo.InvariantCulture, $"{id:D}");
                break;
            case string text:
                IsExact &= !(mayTrimText && text.EndsWith(' '));
                _text.Append(text);
                break;
            default:
                IsExact = false;
                break;
        }
    }

    // No null equals another, so a key with a null conflicts with no other.
    public override void WriteNull(int column)
    {
        Separate(column);
        _text.Append('\0');
    }

    private void Separate(int column)
    {
        if (column > 0)
        {
            _text.Append(separator);
        }
    }
}
