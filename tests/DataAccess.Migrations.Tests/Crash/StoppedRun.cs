using System.Diagnostics;

namespace DataAccess.Migrations.Tests.Crash;

/// <summary>A runner's process that is stopped at one of its statements.</summary>
internal sealed class StoppedRun(CommandProxy proxy, Process process) : IAsyncDisposable
{
    public Process Process { get; } = process;

    /// <summary>What keeps the server at the statement; null where nothing does.</summary>
    public IAsyncDisposable? Held { get; set; }

    /// <summary>Ends the process at once, and its connections as the operating system would.</summary>
    public async Task KillAsync(CancellationToken cancellationToken)
    {
        Process.Kill();
        await Process.WaitForExitAsync(cancellationToken);
        await CutAsync();
    }

    /// <summary>Closes the connections.</summary>
    public ValueTask CutAsync() => proxy.DisposeAsync();

    public async ValueTask ReleaseAsync()
    {
        if (Held is { } held)
        {
            Held = null;
            await held.DisposeAsync();
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (!Process.HasExited)
        {
            Process.Kill();
        }

        await ReleaseAsync();
        await proxy.DisposeAsync();
        Process.Dispose();
    }
}
