using DataAccess.Cli.Import.Progress;

namespace DataAccess.Cli.Terminal;

/// <summary>Shows nothing, as the output is for a program.</summary>
internal sealed class SilentView : ImportView
{
    public override Task ShowAsync(Task work, Func<ImportStatus> status) => Task.CompletedTask;
}
