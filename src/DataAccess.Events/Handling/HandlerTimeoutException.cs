namespace DataAccess.Events;

/// <summary>Why an attempt failed whose handler took longer than <see cref="SubscriptionOptions.Timeout"/>.</summary>
/// <param name="message">How long it took.</param>
/// <param name="inner">What the handler threw, if it returned.</param>
public sealed class HandlerTimeoutException(string message, Exception? inner) : TimeoutException(message, inner);
