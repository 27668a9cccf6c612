using System.Text.Json;
using DataAccess.Cli.Terminal;
using DataAccess.Migrations;

namespace DataAccess.Cli.Commands;

/// <summary>
/// What a command of <c>migrate</c> prints: one JSON object, or lines as things happen. What is still running is a bar on a terminal, and elsewhere
/// a line every few seconds.
/// </summary>
internal sealed class MigrateReport : IProgress<MigrationProgress>, IAsyncDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    private readonly CliConsole _console;
    private readonly bool _json;
    private readonly ITimer? _timer;
    private readonly Lock _gate = new();
    private readonly CompletedRun _run = new();
    private Action<string> _writeLine;
    private MigrationProgress? _running;
    private long _since;

    public MigrateReport(CliConsole console, bool json)
    {
        _console = console;
        _json = json;
        _writeLine = console.Out.WriteLine;
        _timer = json || console.IsTerminal ? null : console.Time.CreateTimer(static self => ((MigrateReport)self!).Remind(), this, Pause, Pause);
    }

    public void Report(MigrationProgress value)
    {
        lock (_gate)
        {
            if (value.CreatedDatabase is { } database)
            {
                _run.CreatedDatabase = database;
                WriteLines([$"created  database {database}"]);
            }
            else if (value.Notice is { } notice)
            {
                _run.Add(notice);
                WriteLines(RunLines.Of(notice));
            }
            else if (value.Completed is { } completed)
            {
                _running = null;
                _run.Add(completed);
                WriteLines([RunLines.Of(completed)]);
            }
            else
            {
                // A backfill reports each slice; its time is that of the whole.
                _since = _running is { } running && running.Migration == value.Migration && running.Step == value.Step ? _since : _console.Time.GetTimestamp();
                _running = value;
            }
        }
    }

    /// <summary>Shows a run of files until it ends: on a terminal with a bar, if it takes a moment.</summary>
    /// <returns>What the run returns.</returns>
    public async Task<ExitCode> ShowAsync(Func<Task<ExitCode>> run)
    {
        _run.HasBegun = true;
        var work = run();
        if (!_json && _console.IsTerminal)
        {
            var bar = new FilesBar(_console);
            await bar.ShowAsync(work, () => RunLines.StatusOf(Running()), WriteTo);
            WriteTo(_console.Out.WriteLine);
        }

        return await work;
    }

    /// <summary>What the run has done so far, for the JSON of its failure; null if the command runs no files.</summary>
    public Dictionary<string, object?>? Done
    {
        get
        {
            lock (_gate)
            {
                return _run.HasBegun ? _run.Shape() : null;
            }
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
            if (_json)
            {
                WriteJson(result);
                return;
            }

            foreach (var line in lines)
            {
                _writeLine(line);
            }
        }
    }

    /// <summary>Piece by piece, as a plan has the text of all statements.</summary>
    private void WriteJson(object result)
    {
        using (var stream = new TextWriterStream(_console.Out))
        {
            JsonSerializer.Serialize(stream, result, result.GetType(), FailureReport.Json);
        }

        _console.Out.WriteLine();
    }

    /// <summary>Writes what a run did, as far as it is not written yet.</summary>
    public ExitCode WriteCompleted(IReadOnlyList<CompletedMigration> completed, string nothing)
    {
        lock (_gate)
        {
            var unreported = completed.Where(m => !_run.Has(m)).ToList();
            unreported.ForEach(_run.Add);
            Write(_run.Shape(), completed.Count == 0 ? [nothing] : unreported.Select(RunLines.Of));
            return ExitCode.Done;
        }
    }

    public ValueTask DisposeAsync() => _timer?.DisposeAsync() ?? default;

    private MigrationProgress? Running()
    {
        lock (_gate)
        {
            return _running;
        }
    }

    private void WriteTo(Action<string> writeLine)
    {
        lock (_gate)
        {
            _writeLine = writeLine;
        }
    }

    private void WriteLines(IEnumerable<string> lines)
    {
        foreach (var line in _json ? [] : lines)
        {
            _writeLine(line);
        }
    }

    private void Remind()
    {
        lock (_gate)
        {
            var elapsed = _console.Time.GetElapsedTime(_since);
            if (_running is { } running && elapsed >= Pause / 2)
            {
                _writeLine(RunLines.Of(running, elapsed));
            }
        }
    }
}
