using System.Globalization;

namespace DataAccess.Cli.Tests.Cultures;

/// <summary>How numbers and times are written elsewhere. Made by hand, as the cultures themselves do not exist under invariant globalisation.</summary>
internal static class TestCultures
{
    public static CultureInfo Of(string name)
    {
        var culture = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        var (numbers, times) = (culture.NumberFormat, culture.DateTimeFormat);
        (times.DateSeparator, times.TimeSeparator, times.ShortDatePattern, times.LongTimePattern) = (".", ".", "dd/MM/yy", "HH:mm:ss");
        switch (name)
        {
            case "de-DE" or "tr-TR":
                Write(numbers, negative: "-", point: ",", group: ".", percent: "%");
                numbers.PercentPositivePattern = name == "tr-TR" ? 2 : 0;
                break;
            case "sv-SE":
                Write(numbers, negative: "\u2212", point: ",", group: "\u00A0", percent: "%");
                break;
            case "ar-SA":
                Write(numbers, negative: "\u061C-", point: "\u066B", group: "\u066C", percent: "\u066A\u061C");
                numbers.NativeDigits = [.. Enumerable.Range('\u0660', 10).Select(static digit => ((char)digit).ToString())];
                numbers.DigitSubstitution = DigitShapes.NativeNational;
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(name), name, "No such culture.");
        }

        return culture;
    }

    private static void Write(NumberFormatInfo numbers, string negative, string point, string group, string percent)
    {
        numbers.NegativeSign = negative;
        numbers.PositiveSign = "\u061C+";
        (numbers.NumberDecimalSeparator, numbers.NumberGroupSeparator) = (point, group);
        (numbers.PercentDecimalSeparator, numbers.PercentGroupSeparator, numbers.PercentSymbol) = (point, group, percent);
        numbers.NaNSymbol = "¤¤¤";
    }
}
