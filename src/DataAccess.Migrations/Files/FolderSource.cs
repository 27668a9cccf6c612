using DataAccess.Migrations.Files.Contents;

namespace DataAccess.Migrations.Files;

/// <summary>Migrations in a folder of the file system.</summary>
internal sealed class FolderSource(string folder) : IMigrationSource
{
    private const string Extension = ".sql";

    /// <summary>The ending of Flyway's file of settings for a script.</summary>
    private const string ScriptConfig = ".sql.conf";

    private static readonly EnumerationOptions Deep = new() { RecurseSubdirectories = true, MaxRecursionDepth = 8, MatchType = MatchType.Simple };

    public IEnumerable<(string Path, SourceContent Content)> Read()
    {
        if (!Directory.Exists(folder))
        {
            throw MigrationException.Validation([$"The folder '{folder}' does not exist (full path: {Path.GetFullPath(folder)}). Set the migrations' folder with --dir or {nameof(MigrationOptions)}.{nameof(MigrationOptions.Directory)}."]);
        }

        return FilesIn(folder, "").Concat(Directory.EnumerateDirectories(folder).Where(IsRepeatable).SelectMany(static sub => FilesIn(sub, MigrationId.Repeatable)));
    }

    public IEnumerable<string> Problems()
        => PassedOverIn(folder, static sub => !IsRepeatable(sub)).Concat(Directory.EnumerateDirectories(folder).Where(IsRepeatable).SelectMany(sub => PassedOverIn(sub, static _ => true)));

    private static IEnumerable<(string Path, SourceContent Content)> FilesIn(string directory, string prefix)
        => Directory.EnumerateFiles(directory)
            .Where(static file => !IsHidden(file) && file.EndsWith(Extension, StringComparison.OrdinalIgnoreCase))
            .Select(file => (prefix + Path.GetFileName(file), SourceContent.OfFile(file)));

    /// <summary>What looks like a migration and would be passed over.</summary>
    private IEnumerable<string> PassedOverIn(string directory, Func<string, bool> isRefused)
    {
        foreach (var config in Directory.EnumerateFiles(directory).Where(static file => file.EndsWith(ScriptConfig, StringComparison.OrdinalIgnoreCase)))
        {
            yield return $"{Path.GetFileName(config)}: settings of Flyway for one script are not read. Write them as directives into the script, such as -- dataaccess: no-transaction, and remove the file.";
        }

        foreach (var sub in Directory.EnumerateDirectories(directory).Where(sub => !IsHidden(sub) && isRefused(sub)).Order(StringComparer.Ordinal))
        {
            var files = Directory.EnumerateFiles(sub, "*", Deep).Where(static file => file.EndsWith(Extension, StringComparison.OrdinalIgnoreCase)).Order(StringComparer.Ordinal).Take(2).ToList();
            if (files.Count > 0)
            {
                yield return $"{Path.GetRelativePath(folder, files[0]).Replace('\\', '/')}{(files.Count > 1 ? " and others" : "")}: files in folders below are not migrations, except in {MigrationId.Repeatable} Move them up, or begin the folder's name with _ or a dot, which leaves it out.";
            }
        }
    }

    private static bool IsRepeatable(string directory) => (Path.GetFileName(directory) + "/").Equals(MigrationId.Repeatable, StringComparison.OrdinalIgnoreCase);

    /// <summary>Files that start with a dot are an editor's, a system's or a mounted volume's.</summary>
    private static bool IsHidden(string path) => Path.GetFileName(path) is ['.', ..] || (Path.GetFileName(path) is ['_', ..] && Directory.Exists(path));
}
