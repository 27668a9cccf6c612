using DataAccess.Cli.Import.Progress;

namespace DataAccess.Cli.Terminal;

/// <summary>Shows the progress of an import until it ends.</summary>
internal abstract class ImportView
{
    /// <param name="work">The import.</param>
    /// <param name="status">Gets its progress.</param>
    /// <returns>A task that completes when the import has ended, successfully or not.</returns>
    public abstract Task ShowAsync(Task work, Func<ImportStatus> status);

    /// <summary>The view for a console: a bar on a terminal, plain lines elsewhere, nothing with <c>--json</c>.</summary>
    public static ImportView For(CliConsole console, bool json)
        => json ? new SilentView() : console.IsTerminal ? new BarView(console) : new LinesView(console);

    /// <summary>The figures of a running import. Scripts may rely on <c>N committed</c>.</summary>
    protected static string Describe(ImportStatus status)
        => Invariant($"{status.Read} read, {status.Committed} committed, {status.Rejected} rejected, {status.RowsPerSecond:0} rows/s");
}

/// <summary>Shows nothing, as the output is JSON.</summary>
internal sealed class SilentView : ImportView
{
    public override Task ShowAsync(Task work, Func<ImportStatus> status) => Task.CompletedTask;
}
