using System.Globalization;

namespace DataAccess.Mapping;

/// <summary>The text of an enum value, the same under every culture.</summary>
internal static class EnumText
{
    /// <summary>The value's name, its flags' names, or its number.</summary>
    public static string Of(object value)
    {
        var text = value.ToString()!;

        // Enum writes a number with the current culture's minus sign and ignores a format provider. A name starts with a letter or an underscore.
        return char.IsLetter(text[0]) || text[0] == '_'
            ? text
            : Convert.ToString(Convert.ChangeType(value, Enum.GetUnderlyingType(value.GetType()), CultureInfo.InvariantCulture), CultureInfo.InvariantCulture)!;
    }
}
