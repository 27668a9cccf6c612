using System.Text.Json;
using DataAccess.Cli.Demo;
using DataAccess.Cli.Terminal;
using Spectre.Console;

namespace DataAccess.Cli.Commands;

/// <summary>Writes the result of a run of the demonstration.</summary>
internal sealed class DemoReport(CliConsole console)
{
    private const int ShownProcesses = 10;
    private const double Mebibyte = 1024 * 1024;

    public void WriteText(DemoResult result)
    {
        var table = new Table().Title("The busiest processes of this machine").RoundedBorder();
        table.AddColumn("Process");
        foreach (var heading in (string[])["Id", "CPU s", "Peak MiB", "Threads", "Samples"])
        {
            table.AddColumn(new Spectre.Console.TableColumn(heading).RightAligned());
        }

        foreach (var usage in result.Processes.Take(ShownProcesses))
        {
            table.AddRow(
                Markup.Escape(usage.Name),
                Invariant($"{usage.ProcessId}"),
                Invariant($"{usage.CpuSeconds:0.00}"),
                Invariant($"{usage.PeakMemoryBytes / Mebibyte:0.0}"),
                Invariant($"{usage.Threads}"),
                Invariant($"{usage.Samples}"));
        }

        SpectreOutput.For(console).Write(table);
        console.Out.WriteLine(Invariant($"{result.ReadBack} samples of {result.Processes.Count} processes, read back from {result.Database}."));
        console.Out.WriteLine(
            Invariant($"The writer: {result.Written.Committed} rows committed, {result.Written.Rejected} rejected, in {result.Written.Batches} batches ")
            + Invariant($"of {result.AverageBatch:0.0} rows on average, within {result.Elapsed.TotalSeconds:0.0} s."));
    }

    public void WriteJson(DemoResult result) => console.Out.WriteLine(JsonSerializer.Serialize(
        new
        {
            result.Database,
            result.ReadBack,
            result.Written.Committed,
            result.Written.Rejected,
            result.Written.Batches,
            result.AverageBatch,
            Seconds = Math.Round(result.Elapsed.TotalSeconds, 3),
            result.Processes,
        },
        FailureReport.Json));
}
