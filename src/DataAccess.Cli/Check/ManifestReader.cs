using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Text.Json;

namespace DataAccess.Cli.Check;

/// <summary>Reads the statements that the compiler has written into an assembly. Nothing of the assembly is loaded or run.</summary>
internal static class ManifestReader
{
    private const string Key = "DataAccess.Statement";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    /// <summary>The statements; null if the assembly was built without them.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="BadImageFormatException">It is no program.</exception>
    /// <exception cref="InvalidDataException">It is no assembly.</exception>
    public static IReadOnlyList<ManifestStatement>? Read(string path)
    {
        using var file = File.OpenRead(path);
        using var image = new PEReader(file);
        if (!image.HasMetadata)
        {
            throw new InvalidDataException($"It is no .NET assembly.");
        }

        var reader = image.GetMetadataReader();
        var all = reader.GetAssemblyDefinition().GetCustomAttributes()
            .Select(handle => ValueOf(reader, reader.GetCustomAttribute(handle)))
            .OfType<string>()
            .Select(static text => JsonSerializer.Deserialize<ManifestStatement>(text, Json)!)
            .ToList();
        return all.Count == 0 ? null : [.. all.Where(static statement => statement.File is not null)];
    }

    /// <summary>The value of the attribute if it is one of ours.</summary>
    private static string? ValueOf(MetadataReader reader, CustomAttribute attribute)
    {
        if (attribute.Constructor.Kind != HandleKind.MemberReference
            || reader.GetMemberReference((MemberReferenceHandle)attribute.Constructor).Parent is not { Kind: HandleKind.TypeReference } parent
            || !reader.StringComparer.Equals(reader.GetTypeReference((TypeReferenceHandle)parent).Name, "AssemblyMetadataAttribute"))
        {
            return null;
        }

        var value = reader.GetBlobReader(attribute.Value);
        value.ReadUInt16();
        return value.ReadSerializedString() == Key ? value.ReadSerializedString() : null;
    }
}
