using System.Reflection;
using System.Runtime.InteropServices;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using DataAccess.Conformance;

namespace DataAccess.Benchmarks;

/// <summary>The figures of the releases, a file each in docs/benchmarks.</summary>
internal static class ReleaseHistory
{
    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private static readonly JsonSerializerOptions Indented = new(Options) { WriteIndented = true };

    public static string Folder => Path.Combine(TestFiles.Root, "docs", "benchmarks");

    /// <summary>All of them, the oldest first.</summary>
    public static IReadOnlyList<Release> Read()
        => [.. Directory.EnumerateFiles(Folder, "*.json")
            .Select(static file => JsonSerializer.Deserialize<Release>(File.ReadAllText(file), Options)!)
            .OrderBy(static release => release.Version)];

    /// <summary>What was measured just now, on this machine.</summary>
    public static Release Of(Version version, BenchmarkOptions options, IReadOnlyDictionary<string, string> servers, IEnumerable<Figure> figures)
        => new(
            version,
            DateOnly.FromDateTime(DateTime.UtcNow),
            Commit(),
            $"{Environment.ProcessorCount} × {Processor()}, {RuntimeInformation.OSDescription}, {RuntimeInformation.FrameworkDescription}",
            options.Quick ? "quick" : "full",
            servers,
            null,
            [.. figures.Select(Rounded)]);

    /// <summary>Writes a release's file, a figure a line.</summary>
    public static string Write(Release release)
    {
        var head = JsonSerializer.SerializeToNode(release, Options)!.AsObject();
        head.Remove("figures");
        var figures = release.Figures.Select(static figure => "    " + JsonSerializer.Serialize(figure, Options));
        var text = $"{head.ToJsonString(Indented).TrimEnd('}').TrimEnd()},\n  \"figures\": [\n{string.Join(",\n", figures)}\n  ]\n}}\n";

        Directory.CreateDirectory(Folder);
        var file = Path.Combine(Folder, $"{release.Version}.json");
        File.WriteAllText(file, text);
        return file;
    }

    private static Figure Rounded(Figure figure) => figure with
    {
        OperationsPerSecond = Math.Round(figure.OperationsPerSecond),
        TimeRatio = Math.Round(figure.TimeRatio, 3),
        BytesPerOperation = Math.Round(figure.BytesPerOperation),
    };

    /// <summary>The commit that the SDK has put into the library's version.</summary>
    private static string? Commit()
        => typeof(Database).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+') is [_, var commit] ? commit : null;

    private static string Processor()
    {
        const string Linux = "/proc/cpuinfo";
        var line = File.Exists(Linux) ? File.ReadLines(Linux).FirstOrDefault(static l => l.StartsWith("model name", StringComparison.Ordinal)) : null;
        return line?.Split(':')[1].Trim() ?? $"{RuntimeInformation.ProcessArchitecture}";
    }
}
