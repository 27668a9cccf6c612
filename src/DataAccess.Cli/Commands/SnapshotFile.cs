using System.Text;
using DataAccess.Migrations;

namespace DataAccess.Cli.Commands;

/// <summary>The file that <c>migrate dump</c> writes.</summary>
internal static class SnapshotFile
{
    private const string Name = "schema.sql";

    /// <summary>Where it is unless an option says otherwise: beside the migrations' folder, not in it, so that nothing takes it for a migration.</summary>
    public static string Beside(string directory) => Path.Combine(Path.GetDirectoryName(Path.TrimEndingDirectorySeparator(directory)) ?? "", Name);

    /// <summary>Writes the schema, in one step: who reads meanwhile gets the old text or the new.</summary>
    public static async Task WriteAsync(MigrateTarget target, string file, CancellationToken cancellationToken)
    {
        var text = await SchemaSnapshot.ReadAsync(target.Database, target.Options, cancellationToken);
        var temporary = file + ".tmp";
        await File.WriteAllTextAsync(temporary, text, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), cancellationToken);
        File.Move(temporary, file, overwrite: true);
    }

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
