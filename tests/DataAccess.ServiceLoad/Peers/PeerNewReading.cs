namespace DataAccess.ServiceLoad.Peers;

/// <summary>The body of <c>POST /readings</c>.</summary>
internal sealed record PeerNewReading(string Device, double Level)
{
    public PeerReading ToRow() => new(Guid.CreateVersion7().ToString(), Device, Level, DateTime.UtcNow);
}
