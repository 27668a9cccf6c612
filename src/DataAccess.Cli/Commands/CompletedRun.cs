using DataAccess.Migrations;

namespace DataAccess.Cli.Commands;

/// <summary>What a run of files has done, as <c>--json</c> writes it. The runner bounds the number of notices.</summary>
internal sealed class CompletedRun
{
    private readonly List<CompletedMigration> _completed = [];
    private readonly List<MigrationNotice> _notices = [];

    /// <summary>Whether the command runs files.</summary>
    public bool HasBegun { get; set; }

    /// <summary>The database that was created before the run; null if none was.</summary>
    public string? CreatedDatabase { get; set; }

    public void Add(CompletedMigration completed) => _completed.Add(completed);

    public void Add(MigrationNotice notice) => _notices.Add(notice);

    public bool Has(CompletedMigration completed) => _completed.Exists(m => ReferenceEquals(m, completed));

    public Dictionary<string, object?> Shape() => new(StringComparer.Ordinal)
    {
        ["applied"] = _completed.Where(static m => !m.IsUndone).Select(ShapeOf).ToList(),
        ["undone"] = _completed.Where(static m => m.IsUndone).Select(ShapeOf).ToList(),
        ["createdDatabase"] = CreatedDatabase,
        ["notices"] = _notices.Select(static n => new { n.Migration, n.Path, n.Line, n.Severity, n.Code, n.Message, n.Detail, n.Hint }).ToList(),
    };

    private static object ShapeOf(CompletedMigration m) => new { m.Name, m.Version, Milliseconds = (long)m.Duration.TotalMilliseconds, m.Rows };
}
