using System.Text.Json;

namespace DataAccess.Telemetry;

/// <summary>The names of an enum's values for metrics, in snake case; computed once.</summary>
internal static class Names<TEnum>
    where TEnum : struct, Enum
{
    private static readonly Dictionary<TEnum, string> All = Enum.GetValues<TEnum>().ToDictionary(static v => v, static v => JsonNamingPolicy.SnakeCaseLower.ConvertName(v.ToString()));

    public static string Of(TEnum value) => All[value];
}
