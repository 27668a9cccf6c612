namespace DataAccess.ServiceLoad.Load;

/// <summary>What one service did with one route, over all rounds.</summary>
/// <param name="Route">The route.</param>
/// <param name="Kind">Coalesced or plain.</param>
/// <param name="Service">The service.</param>
/// <param name="PerSecond">Requests a second: the median of the rounds.</param>
/// <param name="P50">Half of the requests were answered in this time, in milliseconds: the median of the rounds.</param>
/// <param name="P99">99 of 100 were: the median of the rounds.</param>
internal sealed record Figure(string Route, string Kind, string Service, double PerSecond, double P50, double P99);
