namespace DataAccess.Migrations.Snapshots;

/// <summary>Puts objects into the order in which they can be made. Pure.</summary>
internal static class SnapshotOrder
{
    /// <summary>
    /// Each after those that it needs, apart from that by rank and name, so that the same schema gives the same order. Those that need
    /// each other come by rank and name.
    /// </summary>
    public static List<SnapshotObject> Of(IEnumerable<SnapshotObject> objects)
    {
        var all = objects.ToDictionary(static o => o.Id, StringComparer.Ordinal);
        var missing = all.Values.ToDictionary(static o => o.Id, o => o.Needs.Where(n => n != o.Id && all.ContainsKey(n)).ToHashSet(StringComparer.Ordinal), StringComparer.Ordinal);
        var users = missing.SelectMany(static m => m.Value.Select(need => (Need: need, User: m.Key))).ToLookup(static pair => pair.Need, static pair => pair.User, StringComparer.Ordinal);
        var waiting = new SortedSet<SnapshotObject>(all.Values, ByRank);
        var ready = new SortedSet<SnapshotObject>(all.Values.Where(o => missing[o.Id].Count == 0), ByRank);
        var ordered = new List<SnapshotObject>(all.Count);
        while (waiting.Count > 0)
        {
            var next = ready.Min ?? waiting.Min!;
            ready.Remove(next);
            waiting.Remove(next);
            ordered.Add(next);
            foreach (var user in users[next.Id].Select(id => all[id]).Where(waiting.Contains))
            {
                missing[user.Id].Remove(next.Id);
                if (missing[user.Id].Count == 0)
                {
                    ready.Add(user);
                }
            }
        }

        return ordered;
    }

    private static Comparer<SnapshotObject> ByRank { get; } = Comparer<SnapshotObject>.Create(static (x, y) =>
        x.Rank != y.Rank ? x.Rank.CompareTo(y.Rank) : string.CompareOrdinal(x.Id, y.Id));
}
