using System.Reflection;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using DataAccess.Aspire;
using DataAccess.Conformance;

namespace DataAccess.Docs.Tests;

/// <summary>The schema that lets editors complete <c>appsettings.json</c> has each option that configuration can set, with the words of its documentation.</summary>
public sealed class ConfigurationSchemaTests
{
    private const string Time = @"^-?(\d+|(\d+\.)?\d{1,2}:\d{1,2}(:\d{1,2}(\.\d{1,7})?)?)$";

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    [Fact]
    public void It_has_each_option()
    {
        // A database's own section, named as its connection, has the same options.
        var section = Schema();
        section["additionalProperties"] = Schema();
        var expected = Of(("Aspire", Of(("DataAccess", section)))).ToJsonString(Indented) + "\n";
        var written = Path.Combine(AppContext.BaseDirectory, "ConfigurationSchema.json");
        File.WriteAllText(written, expected);

        var actual = File.ReadAllText(Path.Combine(TestFiles.Root, "src", "DataAccess.Aspire", "ConfigurationSchema.json"));
        Assert.True(expected == actual, $"src/DataAccess.Aspire/ConfigurationSchema.json is not the schema of the options. Take {written}.");
    }

    private static JsonObject Schema()
        => Of([.. Properties(typeof(DataAccessSettings)), .. Properties(typeof(DataAccessOptions)).Where(static p => p.Name != nameof(DataAccessOptions.Url))]);

    private static JsonObject Of(params IEnumerable<(string Name, JsonObject Schema)> properties) => new()
    {
        ["type"] = "object",
        ["properties"] = new JsonObject(properties.Select(static p => KeyValuePair.Create<string, JsonNode?>(p.Name, p.Schema))),
    };

    /// <summary>What configuration can set; a function, for one, is set in code.</summary>
    private static IEnumerable<(string Name, JsonObject Schema)> Properties(Type type)
        => type.GetProperties(BindingFlags.Public | BindingFlags.Instance).OrderBy(static p => p.Name, StringComparer.Ordinal)
            .Select(static p => (p.Name, Schema: Describe(p))).Where(static p => p.Schema is not null).Select(static p => (p.Name, p.Schema!));

    private static JsonObject? Describe(PropertyInfo property)
    {
        var type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
        var schema = type == typeof(bool) ? new JsonObject { ["type"] = "boolean" }
            : type == typeof(int) || type == typeof(long) ? new JsonObject { ["type"] = "integer" }
            : type == typeof(double) ? new JsonObject { ["type"] = "number" }
            : type == typeof(string) ? new JsonObject { ["type"] = "string" }
            : type == typeof(TimeSpan) ? new JsonObject { ["type"] = "string", ["pattern"] = Time }
            : type.IsEnum ? new JsonObject { ["enum"] = new JsonArray([.. Enum.GetNames(type).Select(static n => JsonValue.Create(n))]) }
            : type.Name.EndsWith("Options", StringComparison.Ordinal) ? Of(Properties(type))
            : null;
        if (schema is not null)
        {
            schema["description"] = MemberDocumentation.SummaryOf(property);
        }

        return schema;
    }
}
