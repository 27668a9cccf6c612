namespace DataAccess.Migrations.Tests.Runs;

/// <summary>Something that a file may leave in its session.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Sets">The statements that leave it.</param>
/// <param name="Shows">An expression that shows it, as text.</param>
/// <param name="Inside">What the expression shows in the file itself.</param>
/// <param name="IsSeenInside">Whether the file's next step sees it, whatever the steps of a run are.</param>
internal sealed record SessionLeak(string Name, string Sets, string Shows, string? Inside = null, bool IsSeenInside = true);
