using System.Globalization;
using System.Text.RegularExpressions;
using ScottPlot;

namespace DataAccess.Benchmarks;

/// <summary>The pictures of docs/benchmarks.md: the newest release beside hand-written code, and each engine's way through the releases.</summary>
internal static partial class ReleasePlots
{
    private const int Width = 900;
    private const int Height = 420;

    private static readonly string[] Works = ["point-read-1", "get-1", "get-256", "rows-1000", "write-1", "write-256", "stream-100k"];
    private static readonly string[] Engines = ["postgresql", "mysql", "sqlite"];

    /// <summary>Draws them into the folder of the releases.</summary>
    /// <param name="releases">The releases, the oldest first.</param>
    /// <returns>The files.</returns>
    public static IEnumerable<string> Draw(IReadOnlyList<Release> releases)
    {
        yield return Save(Newest(releases[^1]), "newest.svg");
        if (releases.Count > 1)
        {
            foreach (var engine in Engines)
            {
                yield return Save(History(releases, engine), $"history-{engine}.svg");
            }
        }
    }

    private static Plot Newest(Release release)
    {
        var plot = New($"DataAccess {release.Version}: throughput, where hand-written ADO.NET is 1");
        for (var e = 0; e < Engines.Length; e++)
        {
            var bars = Works
                .Select((work, w) => (Ratio: release.ThroughputRatio(work, Engines[e]), Position: w + ((e - 1) * 0.25)))
                .Where(static bar => bar.Ratio is not null)
                .Select(static bar => new Bar { Position = bar.Position, Value = Math.Log10(bar.Ratio!.Value), Size = 0.22, LineWidth = 0, Label = Times(bar.Ratio.Value) })
                .ToArray();
            var group = plot.Add.Bars(bars);
            group.Color = plot.Add.Palette.GetColor(e);
            group.LegendText = Engines[e];
            group.ValueLabelStyle.FontSize = 10;
        }

        plot.Axes.Bottom.SetTicks([.. Works.Select(static (_, w) => (double)w)], Works);
        plot.ShowLegend(Alignment.UpperRight);
        plot.Axes.SetLimits(-0.6, Works.Length - 0.4, -0.3, 2.1);
        return plot;
    }

    private static Plot History(IReadOnlyList<Release> releases, string engine)
    {
        var plot = New($"DataAccess on {engine}: throughput by release, where hand-written ADO.NET is 1");
        foreach (var work in Works)
        {
            var points = releases
                .Select((release, r) => (Position: (double)r, Ratio: release.ThroughputRatio(work, engine)))
                .Where(static point => point.Ratio is not null)
                .ToArray();
            if (points.Length > 0)
            {
                plot.Add.Scatter(points.Select(static p => p.Position).ToArray(), points.Select(static p => Math.Log10(p.Ratio!.Value)).ToArray()).LegendText = work;
            }
        }

        plot.Axes.Bottom.SetTicks([.. releases.Select(static (_, r) => (double)r)], [.. releases.Select(static release => $"{release.Version}")]);
        plot.ShowLegend(Edge.Right);
        plot.Axes.SetLimits(-0.3, releases.Count - 0.7, -0.3, 2.1);
        return plot;
    }

    /// <summary>A plot whose heights are powers of ten.</summary>
    private static Plot New(string title)
    {
        var plot = new Plot();
        plot.Font.Set("DejaVu Sans");
        plot.Title(title, 14);
        plot.Axes.Left.SetTicks([0, 1, 2], ["1 ×", "10 ×", "100 ×"]);
        plot.Grid.XAxisStyle.IsVisible = false;
        plot.Add.HorizontalLine(0, 1, Colors.Black);
        return plot;
    }

    private static string Times(double ratio) => ratio.ToString(ratio < 10 ? "0.0" : "0", CultureInfo.InvariantCulture);

    private static string Save(Plot plot, string name)
    {
        var file = Path.Combine(ReleaseHistory.Folder, name);

        // The font of this machine is not there for every reader, and not every reader takes a list of positions that ends in a comma.
        var svg = FontFamily().Replace(plot.GetSvgXml(Width, Height), "font-family=\"DejaVu Sans, Verdana, sans-serif\"").Replace(", \"", "\"", StringComparison.Ordinal);
        svg = Padding().Replace(svg, "${text}");
        File.WriteAllText(file, svg.ReplaceLineEndings("\n").TrimEnd() + "\n");
        return file;
    }

    [GeneratedRegex("font-family=\"[^\"]*\"", RegexOptions.None, 10_000)]
    private static partial Regex FontFamily();

    [GeneratedRegex("(?<=>)\\s+(?<text>[^<>\\s][^<>]*?)\\s+(?=</text>)", RegexOptions.None, 10_000)]
    private static partial Regex Padding();
}
