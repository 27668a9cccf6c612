using System.Text.Json;
using System.Text.Json.Serialization;

namespace DataAccess.Benchmarks;

/// <summary>The figures as a JSON array.</summary>
internal static class FigureJson
{
    private static readonly JsonSerializerOptions Options = new()
    {
        WriteIndented = true,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    };

    public static async Task WriteAsync(FileInfo file, IReadOnlyList<Figure> figures)
    {
        file.Directory?.Create();
        await using var stream = file.Create();
        await JsonSerializer.SerializeAsync(stream, figures, Options);
    }
}
