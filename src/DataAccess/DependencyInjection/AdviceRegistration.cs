namespace DataAccess.DependencyInjection;

/// <summary>That reports are made.</summary>
/// <param name="Every">The time between them.</param>
internal sealed record AdviceRegistration(TimeSpan Every);
