using DataAccess.Migrations.Snapshots;

namespace DataAccess.Migrations.Engines.PostgreSql;

/// <summary>What needs what, from the catalogue's numbers.</summary>
internal sealed class PostgreSqlGraph
{
    private readonly Dictionary<string, SnapshotObject> _objects;
    private readonly Dictionary<string, string> _aliases = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _parents = new(StringComparer.Ordinal);
    private readonly Dictionary<string, HashSet<string>> _needs = new(StringComparer.Ordinal);
    private readonly Dictionary<string, HashSet<string>> _reads = new(StringComparer.Ordinal);

    /// <param name="rows">The objects.</param>
    /// <param name="aliases">Entries of the catalogue that belong to another one.</param>
    /// <param name="needs">Which entry needs which, and which column of it.</param>
    public PostgreSqlGraph(IReadOnlyList<CatalogRow> rows, IReadOnlyList<(string Entry, string Owner)> aliases, IReadOnlyList<(string User, string Used, string? Column)> needs)
    {
        _objects = rows.ToDictionary(static row => row.Id, static row => row.Item, StringComparer.Ordinal);
        foreach (var (entry, owner) in aliases)
        {
            _aliases.TryAdd(entry, owner);
        }

        foreach (var row in rows.Where(static row => row.Item.Kind == "index partition"))
        {
            if (Resolve("pg_class:" + row.Id.Split(':')[1]) is { } child && row.Also is { } also && Resolve(also) is { } parent)
            {
                _parents[child] = _objects[parent].Id;
            }
        }

        foreach (var (user, used, column) in needs)
        {
            if (Resolve(user) is { } from && Resolve(used) is { } to && from != to)
            {
                Add(_needs, from, to);
                if (column is not null)
                {
                    Add(_reads, from, $"{_objects[to].Id}.{column}");
                }
            }
        }
    }

    /// <summary>The object with what it needs, and its table's id as the snapshot has it.</summary>
    public SnapshotObject Complete(CatalogRow row)
    {
        var also = row.Also is { } id && Resolve(id) is { } other ? other : null;
        var needs = _needs.GetValueOrDefault(row.Id) ?? [];
        return row.Item with
        {
            Parent = _parents.GetValueOrDefault(row.Id),
            Table = row.Table is { } table ? _objects.GetValueOrDefault(table)?.Id : null,
            Reads = _reads.TryGetValue(row.Id, out var reads) ? reads : row.Item.Reads,
            Shape = row.Also is { } shape && also is null ? shape : row.Item.Shape,
            Needs = [.. needs.Append(also).Append(row.Table is { } own ? Resolve(own) : null).OfType<string>().Where(_objects.ContainsKey).Select(need => _objects[need].Id).Distinct(StringComparer.Ordinal).OrderBy(static need => need, StringComparer.Ordinal)],
        };
    }

    private static void Add(Dictionary<string, HashSet<string>> sets, string from, string to)
    {
        if (!sets.TryGetValue(from, out var set))
        {
            sets[from] = set = new HashSet<string>(StringComparer.Ordinal);
        }

        set.Add(to);
    }

    /// <summary>The object that an entry belongs to.</summary>
    public string? Resolve(string entry)
    {
        for (var steps = 0; steps < 8 && !_objects.ContainsKey(entry); steps++)
        {
            if (!_aliases.TryGetValue(entry, out var owner))
            {
                return null;
            }

            entry = owner;
        }

        return entry;
    }
}
