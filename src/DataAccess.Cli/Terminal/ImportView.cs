using DataAccess.Cli.Import.Progress;

namespace DataAccess.Cli.Terminal;

/// <summary>Shows how an import is getting on, until it ends.</summary>
internal abstract class ImportView
{
    /// <param name="work">The import.</param>
    /// <param name="status">How far it is.</param>
    /// <returns>When the import has ended; how it ended is for the caller to see.</returns>
    public abstract Task ShowAsync(Task work, Func<ImportStatus> status);

    /// <summary>The view for a console: a bar on a terminal, plain lines elsewhere, nothing where the result is JSON.</summary>
    public static ImportView For(CliConsole console, bool json)
        => json ? new SilentView() : console.IsTerminal ? new BarView(console) : new LinesView(console);

    /// <summary>The figures of a running import. What is committed stands in them as <c>N committed</c>.</summary>
    protected static string Describe(ImportStatus status)
        => Invariant($"{status.Read} read, {status.Committed} committed, {status.Rejected} rejected, {status.RowsPerSecond:0} rows/s");
}
