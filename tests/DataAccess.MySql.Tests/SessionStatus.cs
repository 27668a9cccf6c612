namespace DataAccess.MySql.Tests;

/// <summary>A counter of the server's for one session.</summary>
internal sealed record SessionStatus(string VariableName, long Value);
