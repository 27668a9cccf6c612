namespace Service.Readings;

/// <summary>The body of <c>POST /readings</c>, or one of those of <c>POST /readings/batch</c>.</summary>
public sealed record NewReading(string Device, double Level)
{
    public Reading ToRow(TimeProvider time) => new(Guid.CreateVersion7().ToString(), Device, Level, time.GetUtcNow().UtcDateTime);
}
