using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization;
using DataAccess.Sql;

namespace DataAccess.Mapping;

/// <summary>
/// Writes a value as JSON to check whether one of its strings contains an unpaired surrogate, which System.Text.Json silently replaces. Only for
/// values in which it may have done so.
/// </summary>
internal static class SoundJson
{
    private const string ReflectedAlready = "The value was written by reflection right before.";

    private static readonly JsonSerializerOptions Options = Make();

    /// <param name="value">The value.</param>
    /// <param name="type">Its type.</param>
    /// <param name="context">What it was written by; null for reflection.</param>
    /// <exception cref="JsonException">It does.</exception>
    public static void Check(object value, Type type, JsonSerializerContext? context)
    {
        if (context is null)
        {
            Check(value, type);
        }
        else
        {
            var options = new JsonSerializerOptions(context.Options) { TypeInfoResolver = context, Converters = { new Text(), new Character() } };
            JsonSerializer.Serialize(Stream.Null, value, options.GetTypeInfo(type));
        }
    }

    [UnconditionalSuppressMessage("Trimming", "IL2026", Justification = ReflectedAlready)]
    [UnconditionalSuppressMessage("AOT", "IL3050", Justification = ReflectedAlready)]
    private static void Check(object value, Type type) => JsonSerializer.Serialize(Stream.Null, value, type, Options);

    [UnconditionalSuppressMessage("Trimming", "IL2026", Justification = ReflectedAlready)]
    [UnconditionalSuppressMessage("AOT", "IL3050", Justification = ReflectedAlready)]
    private static JsonSerializerOptions Make() => new(JsonSerializerOptions.Default) { Converters = { new Text(), new Character() } };

    private static TText Sound<TText>(TText value)
        => UnpairedSurrogate.FindIn(value) is { } problem ? throw new JsonException($"one of its strings contains {problem}.") : value;

    private sealed class Text : JsonConverter<string>
    {
        public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.GetString();

        public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) => writer.WriteStringValue(Sound(value));

        public override void WriteAsPropertyName(Utf8JsonWriter writer, string value, JsonSerializerOptions options) => writer.WritePropertyName(Sound(value));
    }

    private sealed class Character : JsonConverter<char>
    {
        public override char Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.GetString()![0];

        public override void Write(Utf8JsonWriter writer, char value, JsonSerializerOptions options) => writer.WriteStringValue([Sound(value)]);

        public override void WriteAsPropertyName(Utf8JsonWriter writer, char value, JsonSerializerOptions options) => writer.WritePropertyName([Sound(value)]);
    }
}
