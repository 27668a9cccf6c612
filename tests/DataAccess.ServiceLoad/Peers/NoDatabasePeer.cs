namespace DataAccess.ServiceLoad.Peers;

/// <summary>Answers from memory: what HTTP, JSON and the callers on the same machine leave to be measured.</summary>
internal sealed class NoDatabasePeer : IPeer
{
    private static readonly PeerReading[] Readings =
        [.. Enumerable.Range(0, 51).Select(static i => new PeerReading(Guid.CreateVersion7().ToString(), "d-0001", i, DateTime.UtcNow))];

    private static readonly PeerSite[] Sites = [.. Enumerable.Range(0, Load.Routes.Sites).Select(static i => new PeerSite(Load.Routes.Site(i), 1_000_000, 20, 1_200, 0.999))];

    public Task<PeerDevice?> GetDeviceAsync(string serial, CancellationToken ct) => Task.FromResult<PeerDevice?>(new PeerDevice(serial, "roof", "site-00", true, 1));

    public Task<long?> UpdateDeviceAsync(PeerDevice device, CancellationToken ct) => Task.FromResult<long?>(device.Version + 1);

    public Task InsertReadingAsync(PeerReading reading, CancellationToken ct) => Task.CompletedTask;

    public Task InsertReadingsAsync(IReadOnlyList<PeerReading> readings, CancellationToken ct) => Task.CompletedTask;

    public Task<IReadOnlyList<PeerReading>> ListReadingsAsync(string device, int size, CancellationToken ct) => Task.FromResult<IReadOnlyList<PeerReading>>(Readings);

    public Task<IReadOnlyList<PeerSite>> ReportAsync(CancellationToken ct) => Task.FromResult<IReadOnlyList<PeerSite>>(Sites);

    public Task<bool> TransferAsync(PeerTransfer transfer, CancellationToken ct) => Task.FromResult(true);
}
