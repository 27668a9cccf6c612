using System.ComponentModel.DataAnnotations;

namespace Service.Readings;

/// <summary>
/// The query string of <c>GET /readings</c>. The next page follows the last row of the one before, which is named by its id and the values by which it is sorted.
/// </summary>
public sealed record ReadingQuery(
    [Text(40)] string? Device,
    [Range(double.MinValue, double.MaxValue, ErrorMessage = "Least must be a finite number.")] double? Least,
    string? Sort,
    [Text(36)] string? AfterId,
    [Range(double.MinValue, double.MaxValue, ErrorMessage = "AfterLevel must be a finite number.")] double? AfterLevel,
    DateTime? AfterTakenAt,
    [Range(1, 1_000, ErrorMessage = "Size must be a whole number from 1 to 1000.")] int Size = 50)
{
    /// <summary>The last row of the page before, as far as its place depends on it; null for the first page.</summary>
    public Reading? After => AfterId is null ? null : new Reading(AfterId, "", AfterLevel ?? 0, AfterTakenAt ?? default);
}
