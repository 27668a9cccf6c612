using System.Text.Json;
using DataAccess.Cli.Check;
using DataAccess.Cli.Terminal;

namespace DataAccess.Cli.Commands;

/// <summary>What <c>check</c> prints: a line for each finding, or one JSON object.</summary>
/// <param name="console">Where it is printed.</param>
/// <param name="json">Whether as JSON.</param>
/// <param name="notes">Whether notes are printed as lines. JSON always has them.</param>
internal sealed class CheckReport(CliConsole console, bool json, bool notes)
{
    public ExitCode Write(string endpoint, int statements, IReadOnlyList<CheckFinding> findings, TimeSpan elapsed)
    {
        var errors = Of(findings, CheckFindingKind.Error);
        var noted = Of(findings, CheckFindingKind.Note);
        var left = Of(findings, CheckFindingKind.Unchecked);
        if (json)
        {
            var result = new
            {
                Endpoint = endpoint,
                Checked = statements - left.Count,
                Errors = errors.Select(Shape),
                Notes = noted.Select(Shape),
                NotChecked = left.Select(Shape),
                Milliseconds = (long)elapsed.TotalMilliseconds,
            };
            console.Out.WriteLine(JsonSerializer.Serialize(result, FailureReport.Json));
        }
        else
        {
            foreach (var finding in findings.Where(finding => notes || finding.Kind != CheckFindingKind.Note))
            {
                console.Out.WriteLine(Invariant($"{finding.Statement.File}:{finding.Statement.Line}  {Word(finding.Kind)}  {finding.Message}"));
            }

            console.Out.WriteLine(
                Invariant($"{statements - left.Count} statements checked on {endpoint} in {elapsed.TotalSeconds:0.0} s: {errors.Count} errors, {noted.Count} notes. {left.Count} not checked."));
        }

        return errors.Count == 0 ? ExitCode.Done : ExitCode.Mismatch;
    }

    private static List<CheckFinding> Of(IReadOnlyList<CheckFinding> findings, CheckFindingKind kind) => [.. findings.Where(finding => finding.Kind == kind)];

    private static object Shape(CheckFinding finding) => new { finding.Statement.File, finding.Statement.Line, finding.Statement.Call, finding.Message };

    private static string Word(CheckFindingKind kind) => kind switch
    {
        CheckFindingKind.Error => "error",
        CheckFindingKind.Note => "note",
        _ => "not checked",
    };
}
