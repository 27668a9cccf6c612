using System.ComponentModel.DataAnnotations;

namespace Service.Sites;

/// <summary>The body of <c>POST /sites/transfer</c>: moves quota from one site to another.</summary>
public sealed record Transfer([Required, Text(40)] string From, [Required, Text(40)] string To, long Amount);
