using DataAccess.Migrations;

namespace DataAccess.Cli.Commands;

/// <summary>The file that <c>migrate dump</c> writes.</summary>
internal static class SnapshotFile
{
    private const string Name = "schema.sql";

    /// <summary>Where it is unless an option says otherwise: beside the migrations' folder, not in it, so that nothing takes it for a migration.</summary>
    public static string Beside(string directory) => Path.Combine(Path.GetDirectoryName(Path.TrimEndingDirectorySeparator(directory)) ?? "", Name);

    /// <summary>Writes the schema.</summary>
    /// <exception cref="UsageException">The file cannot be written.</exception>
    public static async Task WriteAsync(MigrateTarget target, OutputFile file, CancellationToken cancellationToken)
        => await file.WriteAsync(await SchemaSnapshot.ReadAsync(target.Database, target.Options, cancellationToken), cancellationToken);

    /// <exception cref="UsageException">It cannot be read.</exception>
    public static async Task<string> ReadAsync(string file, CancellationToken cancellationToken)
    {
        try
        {
            return await File.ReadAllTextAsync(file, cancellationToken);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"The snapshot '{file}' cannot be read: {exception.Message} Write one with 'dataaccess migrate dump', or name another.", exception);
        }
    }
}
