using System.Globalization;
using System.Text;
using System.Text.Json;
using DataAccess.ServiceLoad.Load;
using DataAccess.ServiceLoad.Peers;
using ScottPlot;

namespace DataAccess.ServiceLoad.Report;

/// <summary>The figures as a table of Markdown, as JSON, and as pictures.</summary>
internal static class FigureReport
{
    public static string Markdown(IReadOnlyList<Figure> figures)
    {
        var services = Services(figures);
        var table = new StringBuilder($"| request | {string.Join(" | ", services.Select(static s => $"{s}, requests/s"))} | {string.Join(" | ", services.Select(static s => $"{s}, p99"))} |\n|---|{string.Concat(Enumerable.Repeat("--:|", services.Count * 2))}\n");
        foreach (var route in figures.GroupBy(static figure => figure.Route, StringComparer.Ordinal))
        {
            var line = route.ToDictionary(static figure => figure.Service, StringComparer.Ordinal);
            var tuned = line["dapper-tuned"].PerSecond;
            table.Append(CultureInfo.InvariantCulture, $"| `{route.Key}` | {string.Join(" | ", services.Select(s => Invariant($"{line[s].PerSecond:N0} ({line[s].PerSecond / tuned:0.00} ×)")))} | {string.Join(" | ", services.Select(s => Invariant($"{line[s].P99:N1} ms")))} |\n");
        }

        return table.ToString();
    }

    public static async Task WriteJsonAsync(IReadOnlyList<Figure> figures, string file, CancellationToken ct)
    {
        await using var stream = File.Create(file);
        await JsonSerializer.SerializeAsync(stream, figures, JsonSerializerOptions.Web, ct);
    }

    /// <summary>Two pictures: requests a second, and the 99th percentile.</summary>
    public static void Draw(IReadOnlyList<Figure> figures, string folder)
    {
        Bars(figures, "requests a second, where Dapper with a tuned pool is 1", static (figure, tuned) => figure.PerSecond / tuned.PerSecond).SaveSvg(Path.Combine(folder, "service-throughput.svg"), 1_000, 420);
        Bars(figures, "99th percentile, where Dapper with a tuned pool is 1 (less is better)", static (figure, tuned) => figure.P99 / tuned.P99).SaveSvg(Path.Combine(folder, "service-p99.svg"), 1_000, 420);
    }

    private static Plot Bars(IReadOnlyList<Figure> figures, string title, Func<Figure, Figure, double> ratio)
    {
        var plot = new Plot();
        plot.Title(title);
        var services = Services(figures);
        services.Remove(PeerService.NoDatabase);
        var routes = figures.Select(static figure => figure.Route).Distinct(StringComparer.Ordinal).ToList();
        for (var s = 0; s < services.Count; s++)
        {
            var bars = figures.Where(figure => figure.Service == services[s]).Select((figure, r) =>
            {
                var value = ratio(figure, figures.First(other => other.Route == figure.Route && other.Service == "dapper-tuned"));
                return new Bar { Position = r + ((s - 1.5) * 0.2), Value = value, Size = 0.18, LineWidth = 0, Label = Invariant($"{value:0.0}") };
            }).ToArray();
            var group = plot.Add.Bars(bars);
            group.Color = plot.Add.Palette.GetColor(s);
            group.LegendText = services[s];
            group.ValueLabelStyle.FontSize = 10;
        }

        plot.Axes.Bottom.SetTicks([.. routes.Select(static (_, r) => (double)r)], [.. routes]);
        plot.ShowLegend(Alignment.UpperRight);
        plot.Axes.SetLimitsX(-0.6, routes.Count - 0.4);
        return plot;
    }

    private static List<string> Services(IReadOnlyList<Figure> figures) => [.. figures.Select(static figure => figure.Service).Distinct(StringComparer.Ordinal)];
}
