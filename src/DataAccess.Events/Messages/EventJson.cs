using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace DataAccess.Events.Messages;

/// <summary>Writes and reads bodies and headers.</summary>
/// <param name="options">How bodies are written; null for the default.</param>
internal sealed partial class EventJson(JsonSerializerOptions? options)
{
    private static readonly IReadOnlyDictionary<string, string> None = new Dictionary<string, string>(StringComparer.Ordinal);

    private readonly JsonSerializerOptions _options = options ?? ByReflection();

    public string Write<T>(T body)
    {
        ArgumentNullException.ThrowIfNull(body);
        return JsonSerializer.Serialize(body, (JsonTypeInfo<T>)_options.GetTypeInfo(typeof(T)));
    }

    /// <exception cref="JsonException">It is no such body.</exception>
    public T Read<T>(string body)
        => JsonSerializer.Deserialize(body, (JsonTypeInfo<T>)_options.GetTypeInfo(typeof(T))) ?? throw new JsonException("The body is null.");

    /// <summary>The headers as they are stored, with those of the current activity; null for none.</summary>
    public static string? WriteHeaders(IReadOnlyDictionary<string, string>? headers)
    {
        var activity = Activity.Current is { IdFormat: ActivityIdFormat.W3C } current ? current : null;
        if (headers is not { Count: > 0 } && activity is null)
        {
            return null;
        }

        var all = headers is null ? new Dictionary<string, string>(StringComparer.Ordinal) : new Dictionary<string, string>(headers, StringComparer.Ordinal);
        if (activity is not null && all.TryAdd("traceparent", activity.Id!) && activity.TraceStateString is { Length: > 0 } state)
        {
            all.TryAdd("tracestate", state);
        }

        return JsonSerializer.Serialize(all, HeadersContext.Default.DictionaryStringString);
    }

    public static IReadOnlyDictionary<string, string> ReadHeaders(string? headers)
        => headers is null ? None : JsonSerializer.Deserialize(headers, HeadersContext.Default.DictionaryStringString) ?? None;

    [UnconditionalSuppressMessage("Trimming", "IL2026", Justification = "Where reflection is off, the resolver finds nothing, and the message says to give options.")]
    [UnconditionalSuppressMessage("AOT", "IL3050", Justification = "Where reflection is off, the resolver finds nothing, and the message says to give options.")]
    private static JsonSerializerOptions ByReflection()
    {
        var options = new JsonSerializerOptions(JsonSerializerDefaults.Web) { TypeInfoResolver = JsonSerializer.IsReflectionEnabledByDefault ? new DefaultJsonTypeInfoResolver() : null };
        options.MakeReadOnly(populateMissingResolver: JsonSerializer.IsReflectionEnabledByDefault);
        return options;
    }

    [JsonSerializable(typeof(Dictionary<string, string>))]
    private sealed partial class HeadersContext : JsonSerializerContext;
}
