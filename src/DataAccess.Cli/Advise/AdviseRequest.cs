namespace DataAccess.Cli.Advise;

/// <summary>What is measured.</summary>
/// <param name="Statement">The statement.</param>
/// <param name="Text">Its text, if the user gave it.</param>
/// <param name="Page">The statement that reads a number of rows of a table; null if no table is given.</param>
/// <param name="TargetRate">The number of calls in a second; null for 60 % of the most.</param>
/// <param name="TargetP95">What 95 % of the callers shall not wait for longer than; null for the time of one statement.</param>
/// <param name="Time">How long to measure altogether.</param>
/// <param name="MaxConnections">The most connections to use.</param>
/// <param name="IsConfirmed">Whether to measure although other sessions are active.</param>
internal sealed record AdviseRequest(
    SqlStatement Statement, string? Text, Func<int, SqlStatement>? Page, double? TargetRate, TimeSpan? TargetP95, TimeSpan Time, int MaxConnections, bool IsConfirmed);
