using Spectre.Console;

namespace DataAccess.Cli.Terminal;

/// <summary>Draws a bar that grows with the files that have run, below the lines that are written meanwhile.</summary>
internal sealed class FilesBar(CliConsole console)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    /// <summary>A run that is over sooner has no bar.</summary>
    private static readonly TimeSpan FirstShown = TimeSpan.FromMilliseconds(300);

    /// <param name="work">The run.</param>
    /// <param name="status">Gets how far it is; null to leave the bar as it is.</param>
    /// <param name="writeTo">Told where lines have to be written while there is a bar.</param>
    /// <returns>A task that completes when the run has ended, successfully or not.</returns>
    public async Task ShowAsync(Task work, Func<FilesStatus?> status, Action<Action<string>> writeTo)
    {
        await Task.WhenAny(work, Task.Delay(FirstShown, console.Time));
        if (work.IsCompleted)
        {
            return;
        }

        var output = SpectreOutput.For(console);
        await output.Progress()
            .AutoClear(true)
            .Columns(new SpinnerColumn(), new ProgressBarColumn(), new ElapsedTimeColumn(), new TaskDescriptionColumn { Alignment = Justify.Left })
            .StartAsync(async context =>
            {
                writeTo(line => output.WriteLine(line));
                var bar = context.AddTask("running", maxValue: 1);
                while (!work.IsCompleted)
                {
                    if (status() is { } now)
                    {
                        bar.Value = now.Fraction;
                        bar.Description = Markup.Escape(now.Text);
                    }

                    await Task.WhenAny(work, Task.Delay(Interval, console.Time));
                }

                writeTo(console.Out.WriteLine);
            });
    }
}
