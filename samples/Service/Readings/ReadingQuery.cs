using System.ComponentModel.DataAnnotations;

namespace Service.Readings;

/// <summary>
/// The query string of <c>GET /readings</c>. The next page follows the last row of the one before, which is named by its id and the values by which it is sorted.
/// </summary>
public sealed record ReadingQuery(string? Device, double? Least, string? Sort, string? AfterId, double? AfterLevel, DateTime? AfterTakenAt, [Range(1, 1_000)] int Size = 50)
{
    /// <summary>The last row of the page before, as far as its place depends on it; null for the first page.</summary>
    public Reading? After => AfterId is null ? null : new Reading(AfterId, "", AfterLevel ?? 0, AfterTakenAt ?? default);
}
