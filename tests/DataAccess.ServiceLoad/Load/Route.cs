namespace DataAccess.ServiceLoad.Load;

/// <summary>A request that is repeated by all callers.</summary>
/// <param name="Name">Its name in the table.</param>
/// <param name="Kind">What of the library it shows: coalesced or plain.</param>
/// <param name="SendAsync">Sends one, as a caller of this number, and returns once the whole answer was read.</param>
internal sealed record Route(string Name, string Kind, Func<HttpClient, int, CancellationToken, Task> SendAsync);
