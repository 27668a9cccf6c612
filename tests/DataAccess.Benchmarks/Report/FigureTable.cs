using Spectre.Console;

namespace DataAccess.Benchmarks;

/// <summary>The figures as a table for people.</summary>
internal static class FigureTable
{
    // Wide enough for the table where the output is no terminal.
    private const int Width = 132;

    public static void Write(IReadOnlyList<Figure> figures)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings());
        console.Profile.Width = Math.Max(console.Profile.Width, Width);
        var table = new Table { Border = TableBorder.Simple };
        table.AddColumns("work", "engine", "contender");
        foreach (var title in new[] { "ops/s", "slowest … fastest", "time ratio", "throughput ratio", "cpu µs/op", "bytes/op" })
        {
            table.AddColumn(new Spectre.Console.TableColumn(title).RightAligned());
        }

        foreach (var group in figures.GroupBy(static f => (f.Engine, f.Work)))
        {
            foreach (var figure in group)
            {
                table.AddRow(
                    figure.Work,
                    figure.Engine,
                    figure.Contender,
                    $"{figure.OperationsPerSecond:#,0}",
                    $"{figure.Spread.Slowest:#,0} … {figure.Spread.Fastest:#,0}",
                    $"{figure.TimeRatio:0.000}",
                    $"{1 / figure.TimeRatio:0.00}",
                    $"{figure.ProcessorMicroseconds:#,0.00}",
                    $"{figure.BytesPerOperation:#,0}");
            }
        }

        console.Write(table);
    }
}
