namespace Service;

/// <summary>The body of <c>POST /readings</c>.</summary>
public sealed record NewReading(string Sensor, double Level);
