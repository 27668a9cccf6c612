namespace DataAccess.Migrations.Files;

/// <summary>Migrations in a folder of the file system.</summary>
internal sealed class FolderSource(string folder) : IMigrationSource
{
    public IEnumerable<(string Path, byte[] Content)> Read()
    {
        if (!Directory.Exists(folder))
        {
            throw MigrationException.Validation([$"The folder '{folder}' does not exist (full path: {Path.GetFullPath(folder)}). Set the migrations' folder with --dir or {nameof(MigrationOptions)}.{nameof(MigrationOptions.Directory)}."]);
        }

        return FilesIn("").Concat(FilesIn(MigrationId.Repeatable));
    }

    private IEnumerable<(string Path, byte[] Content)> FilesIn(string sub)
    {
        var directory = Path.Combine(folder, sub);
        return Directory.Exists(directory)
            ? Directory.EnumerateFiles(directory, "*.sql").Select(file => (sub + Path.GetFileName(file), File.ReadAllBytes(file)))
            : [];
    }
}
