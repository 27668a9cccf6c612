using DataAccess.Cli.Import.Progress;

namespace DataAccess.Cli.Terminal;

/// <summary>Shows nothing, as the output is JSON.</summary>
internal sealed class SilentView : ImportView
{
    public override Task ShowAsync(Task work, Func<ImportStatus> status) => Task.CompletedTask;
}
