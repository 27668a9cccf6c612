namespace DataAccess.Events.Owning;

/// <summary>Who has a part of a subscription.</summary>
/// <param name="Subscription">The subscription.</param>
/// <param name="Part">The part, from 0.</param>
/// <param name="Owner">The program that has it, or had it last; null for none.</param>
/// <param name="IsLive">Whether it is owned and the lease has not run out.</param>
internal sealed record PartState(int Subscription, int Part, Guid? Owner, bool IsLive);
