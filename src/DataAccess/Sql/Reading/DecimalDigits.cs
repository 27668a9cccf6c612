using System.Globalization;

namespace DataAccess.Sql.Reading;

/// <summary>The digits of a number that is written as text.</summary>
internal static class DecimalDigits
{
    /// <summary>
    /// The digits without zeros at either end, none for zero, and the power of ten that the last one stands for. Two texts of the same number have the same.
    /// </summary>
    /// <param name="number">A number that can be parsed.</param>
    public static (string Digits, int Exponent) Of(string number)
    {
        var text = number.Trim();
        var e = text.IndexOf('e', StringComparison.OrdinalIgnoreCase);
        var exponent = e < 0 ? 0 : int.Parse(text.AsSpan(e + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        var mantissa = (e < 0 ? text : text[..e]).TrimStart('+', '-');
        var point = mantissa.IndexOf('.', StringComparison.Ordinal);
        if (point >= 0)
        {
            exponent -= mantissa.Length - point - 1;
            mantissa = mantissa.Remove(point, 1);
        }

        var digits = mantissa.TrimEnd('0');
        exponent += mantissa.Length - digits.Length;
        digits = digits.TrimStart('0');
        return digits.Length == 0 ? ("", 0) : (digits, exponent);
    }
}
