using System.ComponentModel.DataAnnotations;

namespace Service.Readings;

/// <summary>The body of <c>POST /readings</c>, or one of those of <c>POST /readings/batch</c>.</summary>
public sealed record NewReading(
    [Required, Text(40)] string Device,
    [Range(double.MinValue, double.MaxValue, ErrorMessage = "Level must be a finite number.")] double Level)
{
    public Reading ToRow(TimeProvider time) => new(Guid.CreateVersion7().ToString(), Device, Level, time.GetUtcNow().UtcDateTime);
}
