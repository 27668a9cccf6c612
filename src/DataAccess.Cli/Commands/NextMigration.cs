using System.Globalization;
using DataAccess.Migrations.Files;

namespace DataAccess.Cli.Commands;

/// <summary>The name of the next migration's file.</summary>
internal static class NextMigration
{
    /// <summary>Versions from here on are timestamps.</summary>
    private const long FirstTimestamp = 1_000_000_000;

    /// <summary>Makes sure before any work that files can be made in the migrations' folder, which is created if it does not exist.</summary>
    /// <exception cref="UsageException">They cannot.</exception>
    public static void Check(string directory)
    {
        try
        {
            Directory.CreateDirectory(directory);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"The migrations' folder '{directory}' cannot be created: {exception.Message} Name another with --dir.", exception);
        }

        new OutputFile("The folder of the file", Path.Combine(directory, ".dataaccess")).Check();
    }

    /// <summary>Writes the next migration.</summary>
    /// <returns>Its file.</returns>
    /// <exception cref="UsageException">It cannot be written, or the name has nothing that a file name can have.</exception>
    public static async Task<string> WriteAsync(string directory, string name, string text, TimeProvider time, CancellationToken cancellationToken)
    {
        var path = Stem(directory, name, time) + ".sql";
        try
        {
            await using var stream = new FileStream(path, FileMode.CreateNew);
            await stream.WriteAsync(System.Text.Encoding.UTF8.GetBytes(text), cancellationToken);
            return path;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"The migration '{path}' cannot be written: {exception.Message}", exception);
        }
    }

    /// <summary>Its path without the ending.</summary>
    /// <param name="directory">The migrations' folder, which exists.</param>
    /// <param name="name">What it does.</param>
    /// <param name="time">The clock.</param>
    /// <exception cref="UsageException">The name has nothing that a file name can have.</exception>
    public static string Stem(string directory, string name, TimeProvider time) => Path.Combine(directory, $"{NextVersion(directory, time)}_{FileNameOf(name)}");

    /// <summary>The next number, as wide as those before it, or a timestamp if those are used.</summary>
    private static string NextVersion(string directory, TimeProvider time)
    {
        var versions = Directory.EnumerateFiles(directory, "*.sql")
            .Select(static file => MigrationId.TryParse(Path.GetFileName(file), out var id, out _) ? id : default)
            .Where(static id => id.Version is not null)
            .ToList();
        var newest = versions.Max(static id => id.Version) ?? default;
        if (newest >= FirstTimestamp)
        {
            return time.GetUtcNow().ToString("yyyyMMddHHmmss", CultureInfo.InvariantCulture);
        }

        var width = versions.Count == 0 ? 4 : versions.Max(static id => id.Name.TakeWhile(char.IsAsciiDigit).Count());
        return (newest.Major + 1).ToString(CultureInfo.InvariantCulture).PadLeft(width, '0');
    }

    /// <summary>What a file name can have of a text.</summary>
    /// <exception cref="UsageException">Nothing.</exception>
    public static string FileNameOf(string name)
    {
        var fileName = string.Concat(name.Trim().Select(static c => char.IsAsciiLetterOrDigit(c) ? char.ToLowerInvariant(c) : '_')).Trim('_');
        return fileName.Length > 0 ? fileName : throw new UsageException($"'{name}' has no letters or digits to name a file with. Use a name such as add_orders.");
    }
}
