using System.Text.Json.Serialization;

namespace DataAccess.Benchmarks;

/// <summary>One line of the result: the median of all rounds.</summary>
internal sealed record Figure
{
    [JsonPropertyName("work")]
    public required string Work { get; init; }

    [JsonPropertyName("engine")]
    public required string Engine { get; init; }

    [JsonPropertyName("contender")]
    public required string Contender { get; init; }

    [JsonPropertyName("ops_per_second")]
    public required double OperationsPerSecond { get; init; }

    /// <summary>Time an operation takes, by that of hand-written ADO.NET. Below 1 is faster.</summary>
    [JsonPropertyName("time_ratio")]
    public required double TimeRatio { get; init; }

    [JsonPropertyName("bytes_per_op")]
    public required double BytesPerOperation { get; init; }

    /// <summary>What the process itself computed for an operation, in microseconds: the part that a busy machine distorts least.</summary>
    [JsonIgnore]
    public double ProcessorMicroseconds { get; init; }

    /// <summary>The slowest and the fastest round.</summary>
    [JsonIgnore]
    public (double Slowest, double Fastest) Spread { get; init; }
}
