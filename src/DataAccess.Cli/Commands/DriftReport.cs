using DataAccess.Migrations;

namespace DataAccess.Cli.Commands;

/// <summary>How a database differs from its snapshot.</summary>
internal sealed class DriftReport(string file, IReadOnlyList<SchemaDifference> differences)
{
    public bool HasDifferences => differences.Count > 0;

    /// <summary>The object for <c>--json</c>.</summary>
    public object Shape => new
    {
        Snapshot = file,
        Differences = differences.Select(ShapeOf),
    };

    /// <summary>The lines of text: those of the snapshot with a minus, those of the database with a plus.</summary>
    public IEnumerable<string> Lines
        => differences.Count == 0
            ? [$"The schema is that of {file}."]
            : differences.SelectMany(LinesOf);

    /// <param name="target">The database.</param>
    /// <param name="file">The snapshot, or null for the one beside the migrations.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <exception cref="UsageException">The snapshot cannot be read.</exception>
    public static async Task<DriftReport> ReadAsync(MigrateTarget target, string? file, CancellationToken cancellationToken)
    {
        file ??= SnapshotFile.Beside(target.Options.Directory);
        var snapshot = await SnapshotFile.ReadAsync(file, cancellationToken);
        return new DriftReport(file, await SchemaSnapshot.CompareAsync(target.Database, snapshot, target.Options, cancellationToken));
    }

    public static object ShapeOf(SchemaDifference d) => new { d.Name, Change = WordOf(d.Change), d.Expected, d.Found };

    public static IEnumerable<string> LinesOf(SchemaDifference d)
        => new[] { $"{WordOf(d.Change),-8}  {d.Name}" }.Concat(d.Expected.Select(static line => $"    - {line}")).Concat(d.Found.Select(static line => $"    + {line}"));

    private static string WordOf(SchemaChange change) => change.ToString().ToLowerInvariant();
}
