using System.Diagnostics;

namespace DataAccess.ServiceLoad.Load;

/// <summary>A service, run as a process of its own.</summary>
internal sealed class ServiceProcess : IAsyncDisposable
{
    private readonly Process _process;

    private ServiceProcess(string name, Process process, Uri address)
    {
        Name = name;
        _process = process;
        Client = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = int.MaxValue }) { BaseAddress = address, Timeout = TimeSpan.FromSeconds(100) };
    }

    public string Name { get; }

    public HttpClient Client { get; }

    /// <summary>Starts it and waits until it listens.</summary>
    /// <exception cref="InvalidOperationException">It ended before.</exception>
    public static async Task<ServiceProcess> StartAsync(string name, string program, IEnumerable<string> arguments, IReadOnlyDictionary<string, string> environment, CancellationToken ct)
    {
        var start = new ProcessStartInfo("dotnet", [program, .. arguments]) { RedirectStandardOutput = true, UseShellExecute = false };
        foreach (var (key, value) in environment)
        {
            start.Environment[key] = value;
        }

        var process = Process.Start(start)!;
        while (await process.StandardOutput.ReadLineAsync(ct) is { } line)
        {
            if (line.Split("Now listening on: ") is [_, var address])
            {
                // A full pipe would stop the service.
                _ = process.StandardOutput.BaseStream.CopyToAsync(Stream.Null, CancellationToken.None);
                return new ServiceProcess(name, process, new Uri(address.Trim()));
            }
        }

        await process.WaitForExitAsync(ct);
        throw new InvalidOperationException($"{name} ended before it listened, with exit code {process.ExitCode}.");
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync(CancellationToken.None);
        }

        _process.Dispose();
    }
}
