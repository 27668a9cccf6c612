using DataAccess.Migrations.Parsing;

namespace DataAccess.Migrations.Planning;

/// <summary>
/// Decides which files share a commit. Only those that insert the rows written in them: they take next to no time, so
/// that none holds its locks for long while it waits for the others. Pure.
/// </summary>
internal static class GroupCommit
{
    public const int MaxFiles = 64;
    public const int MaxCharacters = 256 * 1024;

    /// <summary>How many files from a place on share a commit; 1 where the file there has one of its own.</summary>
    public static int CountFrom(IReadOnlyList<PlannedMigration> pending, int start)
    {
        var count = 0;
        for (var room = MaxCharacters; count < MaxFiles && start + count < pending.Count; count++)
        {
            var file = pending[start + count];
            if (LengthUpTo(room, file) is not { } length || !CanShare(file))
            {
                break;
            }

            room -= length;
        }

        return Math.Max(count, 1);
    }

    /// <summary>The length of a file's statements; null if they have more than the room that is left.</summary>
    private static int? LengthUpTo(int room, PlannedMigration file)
    {
        var length = 0;
        foreach (var step in file.Steps)
        {
            length += step.Statement.Length;
            if (length > room)
            {
                return null;
            }
        }

        return length;
    }

    private static bool CanShare(PlannedMigration file)
        => file is { IsOneTransaction: true, Before: null, After: null, Steps.Count: > 0, Migration.Up.Directives.LockTimeout: null }
        && file.Steps.All(step => LiteralInsert.Is(step.Statement.Text, step.Statement.Flavour));
}
