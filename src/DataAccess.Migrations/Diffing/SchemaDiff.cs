using DataAccess.Migrations.Snapshots;

namespace DataAccess.Migrations.Diffing;

/// <summary>Finds the statements that make one schema another. Pure.</summary>
internal sealed class SchemaDiff
{
    private readonly DiffDialect _dialect;
    private readonly IReadOnlyList<SnapshotObject> _present;
    private readonly IReadOnlyList<SnapshotObject> _wished;
    private readonly Dictionary<string, SnapshotObject> _from;
    private readonly Dictionary<string, SnapshotObject> _to;
    private readonly Dictionary<string, IReadOnlyList<DiffStatement>> _changes = new(StringComparer.Ordinal);
    private readonly HashSet<string> _removed = new(StringComparer.Ordinal);

    private SchemaDiff(DiffDialect dialect, SchemaContent present, SchemaContent wished)
    {
        _dialect = dialect;
        _present = present.Objects;
        _wished = wished.Objects;
        _from = _present.ToDictionary(static o => o.Id, StringComparer.Ordinal);
        _to = _wished.ToDictionary(static o => o.Id, StringComparer.Ordinal);
    }

    /// <param name="dialect">The engine.</param>
    /// <param name="present">The schema as it is.</param>
    /// <param name="wished">The schema as it is to be.</param>
    /// <exception cref="MigrationException">A change can only be made by hand.</exception>
    public static IReadOnlyList<DiffStatement> Of(DiffDialect dialect, SchemaContent present, SchemaContent wished)
    {
        var diff = new SchemaDiff(dialect, present, wished);
        diff.Compare();
        diff.Spread();
        var statements = diff.Statements().ToList();
        var frame = dialect.FrameOf(statements);
        return [.. frame.First, .. statements, .. frame.Last];
    }

    /// <summary>Finds what has to go, and what can be changed where it is.</summary>
    private void Compare()
    {
        foreach (var from in _present)
        {
            if (!_to.TryGetValue(from.Id, out var to))
            {
                _removed.Add(from.Id);
            }
            else if (_dialect.Comparable(from) != _dialect.Comparable(to))
            {
                if (_dialect.Change(from, to) is { } statements)
                {
                    _changes.Add(from.Id, statements);
                }
                else
                {
                    _removed.Add(from.Id);
                }
            }
        }
    }

    /// <summary>What needs something that goes has to go too, and may come again.</summary>
    private void Spread()
    {
        for (var before = -1; before != _removed.Count;)
        {
            before = _removed.Count;
            foreach (var item in _present.Where(o => !_removed.Contains(o.Id)))
            {
                if (item.Needs.Any(need => IsTaken(item, need)))
                {
                    Remove(item);
                }
            }
        }
    }

    private bool IsTaken(SnapshotObject user, string need)
        => _removed.Contains(need) ? user.Kind != "table" || _to.ContainsKey(need)
            : _changes.ContainsKey(need) && _from[need].Kind == "table" && _dialect.IsDisturbed(user, _from[need], _to[need]);

    private void Remove(SnapshotObject item)
    {
        if (item.Kind == "table")
        {
            var needed = item.Needs.First(need => _removed.Contains(need) && _to.ContainsKey(need));
            throw MigrationException.Validation([$"{needed} has to be made again, and {item.Id} uses it. Write this change by hand, apply it, and run the command again."]);
        }

        _removed.Add(item.Id);
        _changes.Remove(item.Id);
    }

    private IEnumerable<DiffStatement> Statements()
    {
        var late = _present.Where(o => o.Kind == "table" && !_removed.Contains(o.Id)).SelectMany(static o => o.Needs).Where(_removed.Contains).ToHashSet(StringComparer.Ordinal);
        for (var i = _present.Count - 1; i >= 0; i--)
        {
            // What a later drop still needs stays until then.
            if (_removed.Contains(_present[i].Id) && late.Contains(_present[i].Id))
            {
                late.UnionWith(_present[i].Needs.Where(_removed.Contains));
            }
        }

        return Drops(o => !late.Contains(o.Id)).Concat(Makes()).Concat(Drops(o => late.Contains(o.Id)));
    }

    private IEnumerable<DiffStatement> Drops(Func<SnapshotObject, bool> isNow)
        => _present.Reverse()
            .Where(o => _removed.Contains(o.Id) && isNow(o) && o.Drop.Length > 0 && !GoesWithTable(o) && !(o.Parent is { } parent && _removed.Contains(parent)))
            .Select(o => new DiffStatement(o.Drop, LossOf(o)));

    /// <summary>A table takes what is part of it along. A foreign key goes before, as another table may go first, and so does what needs a function that goes.</summary>
    private bool GoesWithTable(SnapshotObject item)
        => item.Table is { } table && _removed.Contains(table) && item.Kind != "foreign key" && item.Needs.All(need => !_removed.Contains(need) || need == table || _from[need].Kind is "table" or "constraint" or "index");

    /// <summary>What goes with an object, also if it comes again.</summary>
    private string? LossOf(SnapshotObject item)
        => item.Kind is "table" or "virtual table" ? $"the {item.Id} with its rows"
            : item.Kind == "sequence" ? $"{(_to.ContainsKey(item.Id) ? "the value of " : "")}the {item.Id}"
            : null;

    private IEnumerable<DiffStatement> Makes()
    {
        foreach (var to in _wished)
        {
            var isNew = !_from.ContainsKey(to.Id) || _removed.Contains(to.Id);
            if (isNew)
            {
                yield return new DiffStatement(to.Create, Made: to);
            }
            else if (_changes.TryGetValue(to.Id, out var statements) && !Follows(to))
            {
                foreach (var statement in statements)
                {
                    yield return statement;
                }
            }

            foreach (var statement in Settings(isNew ? null : _from[to.Id], to))
            {
                yield return statement;
            }
        }
    }

    /// <summary>Whether the table gets its changes with those of another one.</summary>
    private bool Follows(SnapshotObject table) => _dialect.LinkOf(table) is { } link && _to.ContainsKey(link) && _from.ContainsKey(link) && !_removed.Contains(link);

    private static IEnumerable<DiffStatement> Settings(SnapshotObject? from, SnapshotObject to)
    {
        var had = (from?.Settings ?? []).ToDictionary(static s => s.Name, StringComparer.Ordinal);
        var has = to.Settings.ToDictionary(static s => s.Name, StringComparer.Ordinal);
        var columns = from is null || to.Kind != "table" ? null : to.Columns;
        foreach (var setting in had.Values.Where(s => !has.ContainsKey(s.Name) || (has[s.Name].Set != s.Set && s.Name.StartsWith("options", StringComparison.Ordinal))))
        {
            // What was set on a column that is gone went with it.
            if (columns is null || from!.Columns.All(c => columns.Any(n => n.Name == c.Name) || !IsOf(setting, to, c)))
            {
                yield return new DiffStatement(setting.Unset);
            }
        }

        foreach (var setting in has.Values.Where(s => had.GetValueOrDefault(s.Name)?.Set != s.Set))
        {
            yield return new DiffStatement(setting.Set);
        }
    }

    private static bool IsOf(SnapshotSetting setting, SnapshotObject table, SnapshotColumn column)
        => setting.Name.EndsWith($" of {column.Name}", StringComparison.Ordinal) || setting.Name.EndsWith($" column {table.Name}.{column.Name}", StringComparison.Ordinal);
}
