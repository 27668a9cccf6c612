using System.Globalization;

namespace DataAccess.Migrations.Backfilling;

/// <summary>A key's value as the journal keeps it, with a letter for its type in front.</summary>
internal static class KeyText
{
    /// <summary>Writes a key; null for a type that does not round-trip.</summary>
    public static string? Of(object key) => key switch
    {
        sbyte or byte or short or ushort or int or uint or long => string.Create(CultureInfo.InvariantCulture, $"i{Convert.ToInt64(key, CultureInfo.InvariantCulture)}"),
        ulong number => string.Create(CultureInfo.InvariantCulture, $"u{number}"),
        decimal number => string.Create(CultureInfo.InvariantCulture, $"d{number}"),
        string text => $"t{text}",
        Guid guid => $"g{guid:D}",
        byte[] bytes => $"b{Convert.ToHexString(bytes)}",
        _ => null,
    };

    public static object Parse(string text) => text[0] switch
    {
        'i' => long.Parse(text.AsSpan(1), NumberStyles.Integer, CultureInfo.InvariantCulture),
        'u' => ulong.Parse(text.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture),
        'd' => decimal.Parse(text.AsSpan(1), NumberStyles.Number, CultureInfo.InvariantCulture),
        'g' => Guid.Parse(text.AsSpan(1), CultureInfo.InvariantCulture),
        'b' => Convert.FromHexString(text.AsSpan(1)),
        _ => text[1..],
    };

    /// <summary>A key as a number, to compute the progress; null for any other type.</summary>
    public static double? NumberOf(object? key)
        => key is sbyte or byte or short or ushort or int or uint or long or ulong or decimal ? Convert.ToDouble(key, CultureInfo.InvariantCulture) : null;
}
