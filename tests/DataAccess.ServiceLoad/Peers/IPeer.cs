namespace DataAccess.ServiceLoad.Peers;

/// <summary>The data layer of a peer: what each route of the service asks of the database.</summary>
internal interface IPeer
{
    Task<PeerDevice?> GetDeviceAsync(string serial, CancellationToken ct);

    /// <summary>The new version; null if the version has changed meanwhile.</summary>
    Task<long?> UpdateDeviceAsync(PeerDevice device, CancellationToken ct);

    Task InsertReadingAsync(PeerReading reading, CancellationToken ct);

    Task InsertReadingsAsync(IReadOnlyList<PeerReading> readings, CancellationToken ct);

    Task<IReadOnlyList<PeerReading>> ListReadingsAsync(string device, int size, CancellationToken ct);

    Task<IReadOnlyList<PeerSite>> ReportAsync(CancellationToken ct);

    Task<bool> TransferAsync(PeerTransfer transfer, CancellationToken ct);
}
