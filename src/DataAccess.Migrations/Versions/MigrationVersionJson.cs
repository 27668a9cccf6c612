using System.Text.Json;
using System.Text.Json.Serialization;

namespace DataAccess.Migrations.Versions;

/// <summary>Writes a version as a number if it is one, otherwise as text: 1.10 is not 1.1.</summary>
internal sealed class MigrationVersionJson : JsonConverter<MigrationVersion>
{
    public override MigrationVersion Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        => reader.TokenType == JsonTokenType.Number ? new MigrationVersion(reader.GetInt64())
            : MigrationVersion.TryParse(reader.GetString(), out var version) ? version
            : throw new JsonException($"'{reader.GetString()}' is not a version.");

    public override void Write(Utf8JsonWriter writer, MigrationVersion value, JsonSerializerOptions options)
    {
        if (value.Number is { } number)
        {
            writer.WriteNumberValue(number);
        }
        else
        {
            writer.WriteStringValue(value.ToString());
        }
    }
}
