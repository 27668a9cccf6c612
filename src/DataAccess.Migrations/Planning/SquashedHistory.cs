using DataAccess.Migrations.Files;
using DataAccess.Migrations.History;

namespace DataAccess.Migrations.Planning;

/// <summary>What a history has of the files that a squashed one replaces. Pure.</summary>
internal sealed class SquashedHistory
{
    private readonly Migration? _file;

    /// <summary>A later squash replaces the file of an earlier one, so the last counts.</summary>
    public SquashedHistory(MigrationSet files, IReadOnlyList<HistoryRow> history)
    {
        _file = files.Versioned.LastOrDefault(static m => m.Up.Directives.Replaces.Count > 0);
        if (_file is null || history.All(row => !Covers(row)) || history.Any(row => row.Key == _file.Key && _file.Up.Is(row.Checksum)))
        {
            return;
        }

        var applied = history.Where(static row => row.State is HistoryState.Applied or HistoryState.Baseline).Select(static row => row.Version).ToHashSet();
        var missing = _file.Up.Directives.Replaces.Where(version => !applied.Contains(version)).ToList();
        var isAlone = history.Count(Covers) == 1 && history.Any(row => row.Key == _file.Key);
        IsTakenOver = missing.Count == 0;
        Problem = IsTakenOver || isAlone
            ? null
            : Invariant($"{_file.Up.Path} replaces {_file.Up.Directives.Replaces.Count} versions, and this database has only some of them: {missing[0]} is not applied{(missing.Count > 1 ? Invariant($", nor are {missing.Count - 1} others") : "")}. Run 'up' with the files from before the squash first.");
    }

    /// <summary>Whether the history has all that the file replaces, and so counts as having it.</summary>
    public bool IsTakenOver { get; }

    /// <summary>Why nothing may run, or null.</summary>
    public string? Problem { get; }

    public bool IsFile(Migration migration) => migration == _file;

    /// <summary>Whether there is nothing more to say of a row: the squashed file stands for it.</summary>
    public bool Settles(HistoryRow row) => (IsTakenOver || Problem is not null) && Covers(row);

    /// <summary>Why migrations that the squashed file stands for cannot be undone or changed one by one.</summary>
    public string Refusal(IReadOnlyList<HistoryRow> rows)
        => Problem ?? Invariant($"{string.Join(" and ", rows.Select(static row => row.Name).Order(StringComparer.Ordinal))} {(rows.Count == 1 ? "is" : "are")} part of what {_file!.Up.Path} replaces: this database counts as having that file, and the files from before the squash are gone.");

    /// <summary>Why migrations that the squashed file stands for cannot be undone.</summary>
    public string NoWayDown(IReadOnlyList<HistoryRow> rows)
        => Problem ?? Invariant($"{Refusal(rows)} What was squashed cannot be undone one by one. Version {_file!.Version} is the lowest to return to; go further back with a new migration, or with the files from before the squash.");

    /// <summary>Whether a row is of the squashed file, or of one that it replaces.</summary>
    public bool Covers(HistoryRow row) => _file is not null && row.Version <= _file.Version;
}
