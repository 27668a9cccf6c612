namespace DataAccess.ServiceLoad.Peers;

/// <summary>The body of <c>POST /sites/transfer</c>.</summary>
internal sealed record PeerTransfer(string From, string To, long Amount);
