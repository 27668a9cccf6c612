using System.Globalization;
using System.Runtime.CompilerServices;

namespace DataAccess.Conformance;

/// <summary>How numbers and times are written elsewhere. Made by hand, as the cultures themselves do not exist under invariant globalisation.</summary>
public static class TestCultures
{
    /// <summary>Names of cultures that write a decimal point, a minus sign, digits, dates or the letter i their own way.</summary>
    public static IReadOnlyList<string> Names { get; } = ["de-DE", "sv-SE", "ar-SA", "tr-TR"];

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

    /// <summary>Runs every test under the culture that <c>DATAACCESS_TEST_CULTURE</c> names.</summary>
    [ModuleInitializer]
    internal static void UseGivenCulture()
    {
        if (Environment.GetEnvironmentVariable("DATAACCESS_TEST_CULTURE") is { Length: > 0 } name)
        {
            CultureInfo.DefaultThreadCurrentCulture = CultureInfo.CurrentCulture = Of(name);
        }
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
