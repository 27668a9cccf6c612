using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using DataAccess.Conformance;
using Microsoft.Data.Sqlite;

namespace DataAccess.Docs.Tests;

/// <summary>A sample, run as a process in a folder of its own.</summary>
internal sealed class SampleProgram : IAsyncDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("dataaccess-sample-");
    private readonly ConcurrentQueue<string> _lines = [];
    private readonly Process _process;

    public SampleProgram(string name, params string[] arguments)
        : this(name, new Dictionary<string, string>(StringComparer.Ordinal), arguments)
    {
    }

    public SampleProgram(string name, IReadOnlyDictionary<string, string> environment, params string[] arguments)
    {
        // As the tests are built, the samples are.
        var configuration = Path.GetFileName(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory));
        var program = Path.Combine(TestFiles.Root, "artifacts", "bin", name, configuration, name + ".dll");
        _process = new Process
        {
            StartInfo = new ProcessStartInfo("dotnet", [program, .. arguments])
            {
                WorkingDirectory = _folder.FullName,
                UseShellExecute = false,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            },
        };
        foreach (var (key, value) in environment)
        {
            _process.StartInfo.Environment[key] = value;
        }

        _process.OutputDataReceived += (_, line) => Add(line.Data);
        _process.ErrorDataReceived += (_, line) => Add(line.Data);
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public string Output => string.Join('\n', _lines);

    /// <summary>Waits for a line that holds a text.</summary>
    public async Task<string> LineAsync(string text, CancellationToken cancellationToken)
    {
        while (true)
        {
            if (_lines.FirstOrDefault(line => line.Contains(text, StringComparison.Ordinal)) is { } found)
            {
                return found;
            }

            if (_process.HasExited)
            {
                Assert.Fail($"The program ended with exit code {_process.ExitCode} before it wrote '{text}':\n{Output}");
            }

            await Task.Delay(20, cancellationToken);
        }
    }

    /// <summary>Waits until it listens.</summary>
    public async Task<HttpClient> ListenAsync(CancellationToken cancellationToken)
    {
        var line = await LineAsync("Now listening on: ", cancellationToken);
        return new HttpClient { BaseAddress = new Uri(line[line.IndexOf("http://", StringComparison.Ordinal)..]) };
    }

    /// <summary>Asks the database of the sample, which is a file in its folder.</summary>
    public int Rows(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={Path.Combine(_folder.FullName, "service.db")};Pooling=false");
        connection.Open();
        using var command = new SqliteCommand(sql, connection);
        return Convert.ToInt32(command.ExecuteScalar(), CultureInfo.InvariantCulture);
    }

    /// <summary>The most memory that it has used, in bytes. Needs Linux.</summary>
    public long PeakMemory
        => 1024 * long.Parse(File.ReadLines($"/proc/{_process.Id}/status").First(static line => line.StartsWith("VmHWM:", StringComparison.Ordinal)).Split(':')[1].Replace("kB", "", StringComparison.Ordinal), CultureInfo.InvariantCulture);

    /// <summary>Asks the program to end, as a container engine or Ctrl+C does.</summary>
    public async Task TerminateAsync(CancellationToken cancellationToken)
    {
        using var kill = Process.Start("kill", ["-TERM", $"{_process.Id}"]);
        await kill.WaitForExitAsync(cancellationToken);
    }

    public async Task<int> EndAsync(CancellationToken cancellationToken)
    {
        await _process.WaitForExitAsync(cancellationToken);
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync(CancellationToken.None);
        }

        _process.Dispose();
        _folder.Delete(recursive: true);
    }

    private void Add(string? line)
    {
        if (line is not null)
        {
            _lines.Enqueue(line);
        }
    }
}
