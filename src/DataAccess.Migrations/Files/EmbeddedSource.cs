using System.Reflection;
using DataAccess.Migrations.Files.Contents;

namespace DataAccess.Migrations.Files;

/// <summary>Migrations among the resources of an assembly: those with a folder's name in theirs.</summary>
internal sealed class EmbeddedSource(Assembly assembly, string folder) : IMigrationSource
{
    public IEnumerable<(string Path, SourceContent Content)> Read()
    {
        // The compiler writes dots where the project has folders; a LogicalName may have kept the slashes.
        var mark = folder.Trim('/').Replace('/', '.') + ".";
        var files = new List<(string, SourceContent)>();
        foreach (var resource in assembly.GetManifestResourceNames().Where(static name => name.EndsWith(".sql", StringComparison.OrdinalIgnoreCase)))
        {
            var name = "." + resource.Replace('/', '.').Replace('\\', '.');
            var at = name.IndexOf("." + mark, StringComparison.OrdinalIgnoreCase);
            if (at >= 0)
            {
                files.Add((PathOf(name[(at + 1 + mark.Length)..]), Content(resource)));
            }
        }

        return files.Count > 0
            ? files
            : throw MigrationException.Validation([$"{assembly.GetName().Name} has no embedded resource '{mark}*.sql'. Add <EmbeddedResource Include=\"{folder}/**/*.sql\" /> to its project."]);
    }

    private static string PathOf(string name)
        => name.StartsWith("repeatable.", StringComparison.OrdinalIgnoreCase) ? MigrationId.Repeatable + name["repeatable.".Length..] : name;

    private SourceContent Content(string resource)
    {
        using var stream = assembly.GetManifestResourceStream(resource)!;
        return new SourceContent(stream.Length, () => assembly.GetManifestResourceStream(resource)!);
    }
}
