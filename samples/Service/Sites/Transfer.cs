namespace Service.Sites;

/// <summary>The body of <c>POST /sites/transfer</c>: moves quota from one site to another.</summary>
public sealed record Transfer(string From, string To, long Amount);
