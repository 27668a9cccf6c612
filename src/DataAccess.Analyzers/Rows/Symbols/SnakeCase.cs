using System.Globalization;
using System.Text;

namespace DataAccess.Analyzers.Rows.Symbols;

/// <summary>Names in snake_case, as System.Text.Json writes them, which the library uses at run time and compilers do not have.</summary>
internal static class SnakeCase
{
    private enum Last
    {
        None,
        Upper,
        Lower,
        Space,
    }

    public static string Of(string name)
    {
        var text = new StringBuilder(name.Length + 4);
        var last = Last.None;
        for (var i = 0; i < name.Length; i++)
        {
            switch (char.GetUnicodeCategory(name[i]))
            {
                case UnicodeCategory.UppercaseLetter:
                    var startsWord = last is Last.Lower or Last.Space || (last == Last.Upper && i + 1 < name.Length && char.IsLower(name[i + 1]));
                    text.Append(startsWord ? "_" : "").Append(char.ToLowerInvariant(name[i]));
                    last = Last.Upper;
                    break;
                case UnicodeCategory.LowercaseLetter or UnicodeCategory.DecimalDigitNumber:
                    text.Append(last == Last.Space ? "_" : "").Append(name[i]);
                    last = Last.Lower;
                    break;
                case UnicodeCategory.SpaceSeparator:
                    last = last == Last.None ? Last.None : Last.Space;
                    break;
                default:
                    text.Append(name[i]);
                    last = Last.None;
                    break;
            }
        }

        return text.ToString();
    }
}
