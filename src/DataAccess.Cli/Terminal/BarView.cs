using DataAccess.Cli.Import.Progress;
using Spectre.Console;

namespace DataAccess.Cli.Terminal;

/// <summary>Draws a bar that grows with the bytes read, or an indeterminate one if their number is unknown.</summary>
internal sealed class BarView(CliConsole console) : ImportView
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    public override Task ShowAsync(Task work, Func<ImportStatus> status)
        => SpectreOutput.For(console)
            .Progress()
            .AutoClear(true)
            .Columns(new SpinnerColumn(), new ProgressBarColumn(), new PercentageColumn(), new TaskDescriptionColumn { Alignment = Justify.Left })
            .StartAsync(context => DrawAsync(context.AddTask("connecting", maxValue: 1), work, status));

    private async Task DrawAsync(ProgressTask bar, Task work, Func<ImportStatus> status)
    {
        while (!work.IsCompleted)
        {
            Update(bar, status());
            await Task.WhenAny(work, Task.Delay(Interval, console.Time));
        }

        Update(bar, status());
    }

    private static void Update(ProgressTask bar, ImportStatus status)
    {
        bar.IsIndeterminate = status.Fraction is null;
        bar.Value = status.Fraction ?? 0;
        bar.Description = status.Phase switch
        {
            ImportPhase.Connecting => "connecting",
            ImportPhase.Surveying => "inferring types",
            _ => Describe(status),
        };
    }
}
