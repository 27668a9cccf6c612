namespace DataAccess.Conformance;

/// <summary>Something that is left in a session by what the database runs and no statement's text shows.</summary>
/// <param name="Make">Makes a trigger, a view or the like.</param>
/// <param name="Leave">The statement that runs it.</param>
/// <param name="Probe">A query that gives more than 0 where its trace is still there.</param>
/// <param name="Drop">Takes it away.</param>
public sealed record HiddenTrace(string Make, string Leave, string Probe, string Drop);
