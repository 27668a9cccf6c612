using System.Globalization;
using System.Text;

namespace DataAccess.Analyzers.Manifest;

/// <summary>Writes JSON, for which the compiler has no library.</summary>
internal sealed class JsonText
{
    private readonly StringBuilder _text = new();
    private bool _needsComma;

    public override string ToString() => _text.ToString();

    public JsonText Open(char bracket)
    {
        Separate();
        _text.Append(bracket);
        _needsComma = false;
        return this;
    }

    public JsonText Close(char bracket)
    {
        _text.Append(bracket);
        _needsComma = true;
        return this;
    }

    public JsonText Name(string name)
    {
        Value(name);
        _text.Append(':');
        _needsComma = false;
        return this;
    }

    public JsonText Value(string text)
    {
        Separate();
        _text.Append('"');
        foreach (var character in text)
        {
            if (character is '"' or '\\')
            {
                _text.Append('\\').Append(character);
            }
            else if (character < ' ')
            {
                _text.Append("\\u").Append(((int)character).ToString("x4", CultureInfo.InvariantCulture));
            }
            else
            {
                _text.Append(character);
            }
        }

        _text.Append('"');
        return this;
    }

    public JsonText Value(int number)
    {
        Separate();
        _text.Append(number.ToString(CultureInfo.InvariantCulture));
        return this;
    }

    public JsonText Field(string name, string value) => Name(name).Value(value);

    public JsonText Field(string name, int value) => Name(name).Value(value);

    /// <summary>A field that is there only where it is true.</summary>
    public JsonText Flag(string name, bool isSet)
    {
        if (isSet)
        {
            Name(name);
            _text.Append("true");
            _needsComma = true;
        }

        return this;
    }

    private void Separate()
    {
        if (_needsComma)
        {
            _text.Append(',');
        }

        _needsComma = true;
    }
}
