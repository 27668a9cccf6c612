namespace DataAccess.Events.Reading;

/// <summary>A key whose later events wait.</summary>
/// <param name="EventKey">The key.</param>
/// <param name="Id">The event for which they wait.</param>
/// <param name="Age">For how many seconds the last of those that wait has been due; negative until then.</param>
/// <param name="State">The greatest state of those that wait.</param>
internal sealed record BlockedKey(string EventKey, long Id, double Age, short State);
