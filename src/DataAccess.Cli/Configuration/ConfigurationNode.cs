using System.Text.Json;

namespace DataAccess.Cli.Configuration;

/// <summary>A value of the file, with its line. <see cref="JsonDocument"/> does not tell lines.</summary>
/// <param name="Kind">The token that it begins with.</param>
/// <param name="Text">The text of a string, or of a number or literal as the file writes it; empty for an object or an array.</param>
/// <param name="Place">Where its key is, or where it begins if it has none.</param>
/// <param name="Members">The members of an object, in the file's order.</param>
internal sealed record ConfigurationNode(JsonTokenType Kind, string Text, FilePlace Place, IReadOnlyList<KeyValuePair<string, ConfigurationNode>> Members)
{
    /// <summary>What it is, in a message.</summary>
    public string What => Kind switch
    {
        JsonTokenType.StartObject => "an object",
        JsonTokenType.StartArray => "an array",
        JsonTokenType.String => "text",
        JsonTokenType.Number => "a number",
        JsonTokenType.Null => "null",
        _ => Text,
    };
}
