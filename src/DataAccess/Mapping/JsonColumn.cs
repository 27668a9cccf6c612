using System.Data.Common;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace DataAccess.Mapping;

/// <summary>
/// A member that is stored as JSON text, by its <see cref="RowMember.Json"/> or with the default options of System.Text.Json. Null is stored as the
/// database's null.
/// </summary>
internal sealed class JsonColumn
{
    // What the serializer writes in place of an unpaired surrogate.
    private const string Replaced = "\\uFFFD";

    private readonly RowMember _member;
    private readonly string _name;
    private readonly JsonTypeInfo _json;

    /// <exception cref="MappingException">System.Text.Json cannot handle the member's type.</exception>
    public JsonColumn(Type owner, RowMember member)
    {
        _member = member;
        _name = $"{owner.Name}.{member.Name}";
        try
        {
            _json = member.Json is { } context ? Of(context, member.Type) : MetadataOf(member.Type);
        }
        catch (Exception exception) when (exception is InvalidOperationException or NotSupportedException or ArgumentException)
        {
            throw CannotWrite(exception);
        }
    }

    /// <summary>The value as JSON text.</summary>
    /// <exception cref="MappingException">It cannot be written as JSON, for example because it contains itself.</exception>
    public string? Write(object? value)
    {
        try
        {
            var json = value is null ? null : JsonSerializer.Serialize(value, _json);
            if (json?.Contains(Replaced, StringComparison.Ordinal) == true)
            {
                // The text may also have contained it before.
                SoundJson.Check(value!, _json.Type, _member.Json);
            }

            return json;
        }
        catch (Exception exception) when (exception is JsonException or NotSupportedException)
        {
            throw CannotWrite(exception);
        }
    }

    /// <summary>Reads a column's text as the member's type; null for the text <c>null</c>.</summary>
    /// <exception cref="JsonException">The text is not JSON, or does not match the type.</exception>
    public object? Read(DbDataReader reader, int column) => JsonSerializer.Deserialize(reader.GetFieldValue<string>(column), _json);

    /// <summary>As <see cref="Read"/>, but an enum as its number and null as the database's null.</summary>
    public object ReadSimple(DbDataReader reader, int column)
    {
        var value = Read(reader, column);
        return value is not null && _member.Type.IsEnum
            ? Convert.ChangeType(value, Enum.GetUnderlyingType(_member.Type), CultureInfo.InvariantCulture)
            : value ?? DBNull.Value;
    }

    private MappingException CannotWrite(Exception cause)
        => new(
            $"{_name} of type {_member.Type.Name} cannot be stored as JSON in column '{_member.Column}': {cause.Message} "
            + "Change the type, or exclude it with [NotMapped].",
            cause);

    private static JsonTypeInfo Of(JsonSerializerContext context, Type type)
        => context.GetTypeInfo(type)
            ?? throw new NotSupportedException($"{context.GetType().Name} has no [JsonSerializable(typeof({type.Name}))].");

    [UnconditionalSuppressMessage(
        "Trimming",
        "IL2026",
        Justification = "A trimmed app must keep the types of its JSON columns. Trimming switches the reflection of System.Text.Json off by default, which is reported here and not silent.")]
    [UnconditionalSuppressMessage("AOT", "IL3050", Justification = "As above: with native AOT it is reported as a MappingException.")]
    private static JsonTypeInfo MetadataOf(Type type) => JsonSerializerOptions.Default.GetTypeInfo(type);
}
