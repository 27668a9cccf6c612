namespace DataAccess.Providers;

/// <summary>A message that the server sent while a statement ran, and that is no error: a notice or a warning. It may contain values of rows.</summary>
/// <param name="Severity">How severe it is, as the server names it: <c>NOTICE</c>, <c>WARNING</c>, <c>Note</c>.</param>
/// <param name="Code">The SQLSTATE, or the server's own number if there is none; null if it has neither.</param>
/// <param name="Message">The server's message.</param>
/// <param name="Detail">What the server adds to it, or null.</param>
/// <param name="Hint">What the server suggests, or null.</param>
public sealed record ServerNotice(string Severity, string? Code, string Message, string? Detail = null, string? Hint = null);
