using System.Collections;
using System.Globalization;
using System.Net;
using System.Net.NetworkInformation;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace DataAccess.Sql;

/// <summary>The converters of the framework's own types: one line each.</summary>
internal static class BuiltInConverters
{
    // 28 digits are exact in a decimal; what has more is an error, and so is a fraction.
    private static readonly ValueConversion[] Table =
    [
        Of<JsonDocument, string>(static json => json.RootElement.GetRawText(), static text => JsonDocument.Parse(text)),
        Of<JsonElement, string>(static json => json.GetRawText(), static text => JsonElement.Parse(text)),
        Of<JsonNode, string>(static json => json.ToJsonString(), static text => JsonNode.Parse(text)!),
        Of<JsonObject, string>(static json => json.ToJsonString(), static text => JsonNode.Parse(text)!.AsObject()),
        Of<JsonArray, string>(static json => json.ToJsonString(), static text => JsonNode.Parse(text)!.AsArray()),
        Of<IPAddress, string>(static address => address.ToString(), IPAddress.Parse),
        Of<IPNetwork, string>(static network => network.ToString(), IPNetwork.Parse),
        Of<PhysicalAddress, string>(static address => string.Join(':', address.GetAddressBytes().Select(static part => part.ToString("x2", CultureInfo.InvariantCulture))), PhysicalAddress.Parse),
        Of<BitArray, string>(static bits => string.Concat(bits.Cast<bool>().Select(static bit => bit ? '1' : '0')), Bits),
        Of<Int128, decimal>(static number => (decimal)number, static number => Whole(number, (Int128)number)),
        Of<UInt128, decimal>(static number => (decimal)number, static number => Whole(number, (UInt128)number)),
        Of<ReadOnlyMemory<byte>, byte[]>(static bytes => bytes.ToArray(), static bytes => bytes),
        Of<Memory<byte>, byte[]>(static bytes => bytes.ToArray(), static bytes => bytes),
    ];

    /// <summary>Text as the driver tells it, of columns that it reads only as types of its own.</summary>
    public static readonly ValueConversion ToldText = Of<string, string>(static text => text, static text => text);

    public static IEnumerable<ValueConversion> All => Table;

    private static ValueConversion Of<TModel, TColumn>(Func<TModel, TColumn> toColumn, Func<TColumn, TModel> fromColumn)
        where TModel : notnull
        where TColumn : notnull
        => ((IValueConverter)new DelegateConverter<TModel, TColumn>(toColumn, fromColumn)).ToConversion();

    private static BitArray Bits(string text)
        => text.AsSpan().ContainsAnyExcept('0', '1') ? throw new FormatException("the text has other characters than 0 and 1") : new BitArray([.. text.Select(static bit => bit == '1')]);

    private static TNumber Whole<TNumber>(decimal number, TNumber whole)
        => decimal.IsInteger(number) ? whole : throw new FormatException("the number has a fraction");
}
