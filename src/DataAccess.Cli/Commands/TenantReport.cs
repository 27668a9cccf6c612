using DataAccess.Cli.Terminal;

namespace DataAccess.Cli.Commands;

/// <summary>What became of many tenants: a line or an object for each, and a total.</summary>
internal sealed class TenantReport(CliConsole console, MigrateReport report)
{
    /// <summary>The exit codes, the worst first: the command ends with the worst of its tenants'.</summary>
    private static readonly ExitCode[] Worst =
    [
        ExitCode.PartlyApplied, ExitCode.UnsafeTopology, ExitCode.Unexpected, ExitCode.RolledBack, ExitCode.Validation, ExitCode.LockBusy, ExitCode.Unreachable,
        ExitCode.Interrupted, ExitCode.Usage, ExitCode.Pending, ExitCode.Done,
    ];

    public async Task<ExitCode> WriteAsync(IReadOnlyList<(string Name, TenantLine Line, CommandFailure? Failure)> tenants, string other)
    {
        var failed = tenants.Count(static t => t.Failure is not null);
        var others = tenants.Count(static t => t.Failure is null && t.Line.IsOther);
        var upToDate = tenants.Count - failed - others;
        var width = tenants.Max(static t => t.Name.Length);
        report.Write(
            new Dictionary<string, object?>(StringComparer.Ordinal)
            {
                ["tenants"] = tenants.Select(Shape).ToList(),
                ["total"] = new Dictionary<string, object?>(StringComparer.Ordinal) { ["tenants"] = tenants.Count, ["upToDate"] = upToDate, [other] = others, ["failed"] = failed },
            },
            [
                .. tenants.SelectMany(t => Lines(t.Name.PadRight(width), t.Line, t.Failure)),
                Invariant($"{tenants.Count} tenant{(tenants.Count == 1 ? "" : "s")}: {upToDate} up to date, {others} {other}, {failed} failed."),
            ]);
        foreach (var (name, _, failure) in tenants)
        {
            if (failure is not null)
            {
                await console.Error.WriteLineAsync($"error: {name}: {failure.Message}");
            }
        }

        return tenants.Select(static t => t.Failure?.ExitCode ?? t.Line.ExitCode).MinBy(static code => Array.IndexOf(Worst, code));
    }

    private static IEnumerable<string> Lines(string name, TenantLine line, CommandFailure? failure)
        => failure is null ? line.More.Prepend($"{name}  {line.Text}")
            : [$"{name}  {(failure.ExitCode == ExitCode.Interrupted ? "interrupted" : "failed")}{(line.IsOther ? $", {line.Text} before" : "")}"];

    private static Dictionary<string, object?> Shape((string Name, TenantLine Line, CommandFailure? Failure) tenant)
    {
        var shape = new Dictionary<string, object?>(StringComparer.Ordinal) { ["tenant"] = tenant.Name };
        foreach (var (name, value) in tenant.Line.Shape)
        {
            shape[name] = value;
        }

        shape["error"] = tenant.Failure is { } failure ? new { exitCode = (int)failure.ExitCode, failure.Message } : null;
        return shape;
    }
}
