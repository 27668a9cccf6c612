using DataAccess.Migrations.Files;
using DataAccess.Migrations.History;
using DataAccess.Migrations.Planning;

namespace DataAccess.Migrations.Repairing;

/// <summary>Checks that repairs fit the history and the files, and says what they change. Pure.</summary>
internal sealed class RepairPlan(MigrationSet files, IReadOnlyList<HistoryRow> history)
{
    private const int ShownChecksum = 12;

    private readonly Dictionary<string, Migration> _files = files.All.ToDictionary(static m => m.Key, StringComparer.Ordinal);
    private readonly Dictionary<string, HistoryRow> _rows = history.ToDictionary(static row => row.Key, StringComparer.Ordinal);
    private readonly SquashedHistory _squashed = new(files, history);
    private readonly List<string> _problems = [];

    /// <param name="repairs">What is asked for.</param>
    /// <exception cref="MigrationException">One does not fit; the message lists all problems.</exception>
    public IReadOnlyList<(MigrationRepair Repair, RepairedMigration Result)> Of(IReadOnlyList<MigrationRepair> repairs)
    {
        var planned = new List<(MigrationRepair, RepairedMigration)>();
        foreach (var repair in repairs)
        {
            var others = repairs.Where(r => r != repair && r.Migration == repair.Migration).ToList();
            if (!_rows.TryGetValue(repair.Migration, out var row))
            {
                _problems.Add($"{repair.Migration} is not in the history, so there is nothing to {WordOf(repair)}.");
            }
            else if (others.Exists(other => other.Kind == repair.Kind || IsAlone(other) || IsAlone(repair) || (other.Kind != MigrationRepairKind.Accept && repair.Kind != MigrationRepairKind.Accept)))
            {
                _problems.Add($"{repair.Migration} is to be changed in two ways. Only 'accept' goes together with 'rename' or 'renumber'.");
            }
            else if (_squashed.Settles(row) && !IsWhole(repair, repairs))
            {
                _problems.Add($"{_squashed.Refusal([row])} So there is nothing to {WordOf(repair)}.{(_squashed.IsTakenOver && repair.Kind == MigrationRepairKind.Forget ? " To have the squashed file run here, forget all versions that it replaces in one command." : "")}");
            }
            else if (WhatOf(repair, row, others) is { } what)
            {
                planned.Add((repair, new RepairedMigration(repair.Kind, repair.Migration, row.Name, what)));
            }
        }

        return _problems.Count == 0 ? planned : throw MigrationException.Validation(_problems.Distinct(StringComparer.Ordinal).ToList());
    }

    /// <summary>Whether what a squashed file stands for is forgotten with all of its rows. Where there are only some, each may be.</summary>
    private bool IsWhole(MigrationRepair repair, IReadOnlyList<MigrationRepair> repairs)
        => repair.Kind == MigrationRepairKind.Forget
        && (!_squashed.IsTakenOver || history.Where(_squashed.Settles).All(row => repairs.Any(r => r.Kind == MigrationRepairKind.Forget && r.Migration == row.Key)));

    /// <summary>The file that a row belongs to after a repair.</summary>
    public Migration FileOf(MigrationRepair repair, IReadOnlyList<MigrationRepair> all)
        => _files[all.FirstOrDefault(r => r.Migration == repair.Migration && r.NewVersion is not null)?.NewVersion?.ToString() ?? repair.Migration];

    private static bool IsAlone(MigrationRepair repair) => repair.Kind == MigrationRepairKind.Forget;

    private string? WhatOf(MigrationRepair repair, HistoryRow row, List<MigrationRepair> others)
    {
        if (repair.Kind == MigrationRepairKind.Forget)
        {
            var after = _files.TryGetValue(row.Key, out var own) ? $"{own.Up.Path} is pending afterwards" : "it has no file";
            return $"{row.Name} ({StateOf(row)}) is removed from the history; {after}";
        }

        var target = repair.NewVersion?.ToString() ?? others.FirstOrDefault(static r => r.NewVersion is not null)?.NewVersion?.ToString() ?? row.Key;
        if (row.State is HistoryState.Applying or HistoryState.Undoing)
        {
            return Refuse($"{row.Name} is {StateOf(row)}. Finish it with 'up' or 'down', or forget it with --forget {row.Key}.");
        }

        if (!_files.TryGetValue(target, out var file))
        {
            return Refuse($"There is no file with version {target}, so {row.Name} cannot be changed to it.");
        }

        if (target != row.Key && _squashed.IsFile(file) && !file.Up.Is(row.Checksum))
        {
            return Refuse($"{file.Up.Path} is a squashed file, and {row.Name} is not what it does. A history that has all versions that it replaces counts as having it.");
        }

        var isAccepted = file.Up.Is(row.Checksum) || repair.Kind == MigrationRepairKind.Accept || others.Any(static r => r.Kind == MigrationRepairKind.Accept);
        return repair.Kind switch
        {
            MigrationRepairKind.Accept when row.Version is null => Refuse($"{row.Name} is repeatable: 'up' runs it again, as it has changed. There is nothing to accept."),
            MigrationRepairKind.Accept when file.Up.Is(row.Checksum) => Refuse($"{file.Up.Path} is as it was applied. There is nothing to accept."),
            MigrationRepairKind.Accept when row.Name != file.Name && others.Count == 0
                => Refuse($"{file.Up.Path} has another name than what was applied as {row.Name}. If it is the same migration, add --rename {row.Key}."),
            MigrationRepairKind.Accept => $"{row.Name}: checksum {row.Checksum[..ShownChecksum]} becomes {file.Up.Checksum[..ShownChecksum]}, that of {file.Up.Path}",
            _ when !isAccepted => Refuse($"{file.Up.Path} is not what was applied as {row.Name}: its checksum is another. If it is the same migration, edited, add --accept {row.Key}."),
            MigrationRepairKind.Rename when row.Name == file.Name => Refuse($"{row.Name} has the name of its file. There is nothing to rename."),
            MigrationRepairKind.Rename => $"{row.Name} becomes {file.Name}",
            _ when _rows.ContainsKey(target) => Refuse($"Version {target} is in the history already, as {_rows[target].Name}. Forget that row, or choose another version."),
            _ => $"{row.Name} becomes version {target}, {file.Name}{(_files.TryGetValue(row.Key, out var left) ? $"; {left.Up.Path} is pending afterwards" : "")}",
        };
    }

    private string? Refuse(string problem)
    {
        _problems.Add(problem);
        return null;
    }

    private static string WordOf(MigrationRepair repair) => repair.Kind.ToString().ToLowerInvariant();

    private static string StateOf(HistoryRow row) => row.State switch
    {
        HistoryState.Applying => "partly applied",
        HistoryState.Undoing => "partly undone",
        HistoryState.Baseline => "a baseline",
        _ => "applied",
    };
}
