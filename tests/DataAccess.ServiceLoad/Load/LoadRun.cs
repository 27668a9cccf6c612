using DataAccess.ServiceLoad.Peers;

namespace DataAccess.ServiceLoad.Load;

/// <summary>Measures every service with every route: rounds interleaved, so that noise meets all of them alike.</summary>
internal sealed class LoadRun(string connectionString, int callers, int rounds, TimeSpan time, string only, Action<string> say)
{
    public const string Library = "DataAccess";

    public async Task<IReadOnlyList<Figure>> RunAsync(CancellationToken ct)
    {
        var services = new List<ServiceProcess>();
        try
        {
            // The first migrates.
            services.Add(await ServiceProcess.StartAsync(
                Library,
                Path.Combine(AppContext.BaseDirectory, "Service.dll"),
                ["--urls", "http://127.0.0.1:0"],
                new Dictionary<string, string>(StringComparer.Ordinal) { ["DataAccess__Url"] = connectionString, ["Logging__LogLevel__Default"] = "Warning", ["Logging__LogLevel__Microsoft.Hosting.Lifetime"] = "Information" },
                ct));
            await LoadDatabase.FillAsync(connectionString, ct);
            foreach (var name in PeerService.Names)
            {
                services.Add(await ServiceProcess.StartAsync(
                    name, typeof(LoadRun).Assembly.Location, ["serve", name, "--urls", "http://127.0.0.1:0"], new Dictionary<string, string>(StringComparer.Ordinal) { ["SERVICE_LOAD_URL"] = connectionString }, ct));
            }

            return await MeasureAsync(services, ct);
        }
        finally
        {
            foreach (var service in services)
            {
                await service.DisposeAsync();
            }
        }
    }

    private async Task<IReadOnlyList<Figure>> MeasureAsync(List<ServiceProcess> services, CancellationToken ct)
    {
        var figures = new List<Figure>();
        foreach (var route in Routes.All.Where(route => route.Name.Contains(only, StringComparison.OrdinalIgnoreCase)))
        {
            var measured = services.ToDictionary(static service => service.Name, static _ => new List<(double PerSecond, double P50, double P99)>(), StringComparer.Ordinal);
            for (var round = 0; round <= rounds; round++)
            {
                foreach (var service in services.Skip(round % services.Count).Concat(services.Take(round % services.Count)))
                {
                    await LoadDatabase.ResetReadingsAsync(connectionString, ct);
                    var result = await LoadRound.RunAsync(service.Client, route, callers, round == 0 ? time / 2 : time, ct);

                    // The first round warms up.
                    if (round > 0)
                    {
                        measured[service.Name].Add(result);
                    }
                }
            }

            foreach (var (name, results) in measured)
            {
                figures.Add(new Figure(route.Name, route.Kind, name, Median(results, static r => r.PerSecond), Median(results, static r => r.P50), Median(results, static r => r.P99)));
            }

            say($"{route.Name}: {string.Join("  ", figures.Where(figure => figure.Route == route.Name).Select(static figure => $"{figure.Service} {figure.PerSecond:N0}/s p99 {figure.P99:N1} ms"))}");
        }

        return figures;
    }

    private static double Median(IEnumerable<(double, double, double)> results, Func<(double PerSecond, double P50, double P99), double> value)
    {
        double[] sorted = [.. results.Select(value).Order()];
        return sorted[sorted.Length / 2];
    }
}
