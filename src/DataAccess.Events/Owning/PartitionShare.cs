namespace DataAccess.Events.Owning;

/// <summary>Which parts of a subscription a program has, which it takes, and which it gives up.</summary>
internal static class PartitionShare
{
    /// <param name="parts">All parts: who has each, and whether the lease has not run out.</param>
    /// <param name="members">How many programs handle the subscription, this one included.</param>
    /// <param name="me">This one.</param>
    /// <returns>The free parts to take, and the own ones to give up.</returns>
    public static (int[] Take, int[] GiveUp) Decide(IReadOnlyList<PartState> parts, int members, Guid me)
    {
        var fair = (parts.Count + Math.Max(1, members) - 1) / Math.Max(1, members);
        var mine = parts.Where(p => p.IsLive && p.Owner == me).Select(static p => p.Part).Order().ToArray();
        if (mine.Length > fair)
        {
            return ([], mine[fair..]);
        }

        return ([.. parts.Where(p => !p.IsLive || (p.Owner == me && !mine.Contains(p.Part))).Select(static p => p.Part).Order().Take(fair - mine.Length)], []);
    }
}
