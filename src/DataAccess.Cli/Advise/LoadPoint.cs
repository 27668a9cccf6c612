namespace DataAccess.Cli.Advise;

/// <summary>What was measured with a number of callers, each of which ran the statement again and again on a connection of its own.</summary>
/// <param name="Connections">The number of callers and connections.</param>
/// <param name="PerSecond">How many statements ended in a second.</param>
/// <param name="MeanUse">How long one took on average.</param>
/// <param name="Cv2">The variance of that time, divided by the square of its mean.</param>
internal sealed record LoadPoint(int Connections, double PerSecond, TimeSpan MeanUse, double Cv2);
