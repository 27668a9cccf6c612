namespace DataAccess.Events;

/// <summary>An event that is to be published with others.</summary>
/// <typeparam name="T">The type of its body.</typeparam>
/// <param name="Body">The body, which is written as JSON.</param>
/// <param name="Key">Events with one key are handled one after the other, in order; null for none.</param>
/// <param name="Due">When it is handled at the earliest; null for at once.</param>
/// <param name="Options">What else is said of it.</param>
public sealed record NewEvent<T>(T Body, string? Key = null, DateTimeOffset? Due = null, PublishOptions? Options = null);
