using DataAccess.Cli.Terminal;
using DataAccess.Migrations;

namespace DataAccess.Cli.Commands;

/// <summary>The lines of text for what a run does.</summary>
internal static class RunLines
{
    public static string Of(CompletedMigration m)
        => Invariant($"{(m.IsUndone ? "undone" : "applied")}  {m.Name}  ({m.Duration.TotalMilliseconds:0} ms{RowsOf(m.Rows)})");

    public static IEnumerable<string> Of(MigrationNotice notice)
    {
        var place = notice.Line > 0 ? Invariant($"{notice.Path}:{notice.Line}") : notice.Path;
        yield return $"{notice.Severity}  {place}  {notice.Message}";
        if (notice.Detail is { Length: > 0 } detail)
        {
            yield return $"    detail  {detail}";
        }

        if (notice.Hint is { Length: > 0 } hint)
        {
            yield return $"    hint    {hint}";
        }
    }

    public static string Of(MigrationProgress running, TimeSpan elapsed)
        => Invariant($"running  {running.Migration}, {WhereOf(running)}, line {running.Line}, for {elapsed.TotalSeconds:0} s: {running.Statement}");

    /// <summary>What a bar shows.</summary>
    /// <param name="running">The statement that runs, or null between two.</param>
    public static FilesStatus? StatusOf(MigrationProgress? running)
        => running is null ? null
            : new FilesStatus(
                (running.File - 1 + (running.Backfill?.Fraction ?? (running.Step - 1d) / running.Steps)) / running.Files,
                Invariant($"{running.File} of {running.Files}  {running.Migration}, {WhereOf(running)}"));

    private static string RowsOf(long? rows) => rows switch
    {
        null => "",
        1 => ", 1 row",
        _ => Invariant($", {rows:N0} rows"),
    };

    private static string WhereOf(MigrationProgress running)
        => running.Backfill is not { } backfill ? Invariant($"step {running.Step} of {running.Steps}")
            : Invariant($"{backfill.Slices:N0} slices and {backfill.Rows:N0} rows{(backfill.Fraction is { } fraction ? Invariant($", {fraction:P0}") : "")}");
}
