namespace DataAccess.Events.Operating;

/// <summary>How many deliveries of a subscription are in a state.</summary>
/// <param name="Subscription">The subscription.</param>
/// <param name="State">The state.</param>
/// <param name="IsDue">1 if they waited for a time that has come, else 0.</param>
/// <param name="Deliveries">How many.</param>
/// <param name="Age">For how many seconds the first of them has been due.</param>
internal sealed record WaitingCount(int Subscription, short State, int IsDue, long Deliveries, double Age);
