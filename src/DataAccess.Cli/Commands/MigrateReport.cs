using System.Text.Json;
using DataAccess.Cli.Terminal;
using DataAccess.Migrations;

namespace DataAccess.Cli.Commands;

/// <summary>What a command of <c>migrate</c> prints: one JSON object, or lines, and every few seconds what is still running.</summary>
internal sealed class MigrateReport : IProgress<MigrationProgress>, IAsyncDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    private readonly CliConsole _console;
    private readonly bool _json;
    private readonly ITimer? _timer;
    private readonly Lock _gate = new();
    private MigrationProgress? _running;
    private long _since;

    public MigrateReport(CliConsole console, bool json)
    {
        _console = console;
        _json = json;
        _timer = json ? null : console.Time.CreateTimer(static self => ((MigrateReport)self!).Remind(), this, Pause, Pause);
    }

    public void Report(MigrationProgress value)
    {
        lock (_gate)
        {
            // A backfill reports each slice; its time is that of the whole.
            _since = _running is { } running && running.Migration == value.Migration && running.Step == value.Step ? _since : _console.Time.GetTimestamp();
            _running = value;
        }
    }

    /// <summary>Writes the result.</summary>
    /// <param name="result">The object for <c>--json</c>.</param>
    /// <param name="lines">The lines of text.</param>
    public void Write(object result, params IEnumerable<string> lines)
    {
        lock (_gate)
        {
            _running = null;
            foreach (var line in _json ? [JsonSerializer.Serialize(result, FailureReport.Json)] : lines)
            {
                _console.Out.WriteLine(line);
            }
        }
    }

    /// <summary>Writes what a run did.</summary>
    public ExitCode WriteCompleted(IReadOnlyList<CompletedMigration> completed, string nothing)
    {
        Write(
            new
            {
                Applied = completed.Where(static m => !m.IsUndone).Select(Shape),
                Undone = completed.Where(static m => m.IsUndone).Select(Shape),
            },
            completed.Count == 0
                ? [nothing]
                : completed.Select(static m => Invariant($"{(m.IsUndone ? "undone" : "applied")}  {m.Name}  ({m.Duration.TotalMilliseconds:0} ms)")));
        return ExitCode.Done;

        static object Shape(CompletedMigration m) => new { m.Name, m.Version, Milliseconds = (long)m.Duration.TotalMilliseconds };
    }

    public ValueTask DisposeAsync() => _timer?.DisposeAsync() ?? default;

    private void Remind()
    {
        lock (_gate)
        {
            var elapsed = _console.Time.GetElapsedTime(_since);
            if (_running is { } running && elapsed >= Pause / 2)
            {
                _console.Out.WriteLine(
                    Invariant($"running  {running.Migration}, {WhereOf(running)}, line {running.Line}, for {elapsed.TotalSeconds:0} s: {running.Statement}"));
            }
        }
    }

    private static string WhereOf(MigrationProgress running)
        => running.Backfill is not { } backfill ? Invariant($"step {running.Step} of {running.Steps}")
            : Invariant($"{backfill.Slices:N0} slices and {backfill.Rows:N0} rows{(backfill.Fraction is { } fraction ? Invariant($", {fraction:P0}") : "")}");
}
