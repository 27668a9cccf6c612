using DataAccess.Cli.Import.Progress;

namespace DataAccess.Cli.Terminal;

/// <summary>Writes a line every two seconds, for logs.</summary>
internal sealed class LinesView(CliConsole console) : ImportView
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    public override async Task ShowAsync(Task work, Func<ImportStatus> status)
    {
        using var timer = new PeriodicTimer(Interval, console.Time);
        _ = work.ContinueWith(static (_, state) => ((PeriodicTimer)state!).Dispose(), timer, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        while (await timer.WaitForNextTickAsync(CancellationToken.None))
        {
            await WriteAsync(status());
        }

        if (status() is { Phase: ImportPhase.Loading } last)
        {
            await WriteAsync(last);
        }
    }

    private async Task WriteAsync(ImportStatus status)
    {
        var share = status.Fraction is { } fraction ? Invariant($", {fraction:0%}") : "";
        var phase = status.Phase == ImportPhase.Surveying ? "inferring types: " : "";
        await console.Out.WriteLineAsync($"{phase}{Describe(status)}{share}");
        await console.Out.FlushAsync();
    }
}
