namespace DataAccess.Conformance;

/// <summary>Something that a statement leaves in its session.</summary>
/// <param name="Leave">The statement.</param>
/// <param name="Probe">A query that gives more than 0 where it is still there.</param>
public sealed record SessionTrace(string Leave, string Probe);
