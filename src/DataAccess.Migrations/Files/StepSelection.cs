using DataAccess.Migrations.Files.Contents;

namespace DataAccess.Migrations.Files;

/// <summary>Steps without some of them, numbered anew. It holds none itself, as there may be any number.</summary>
/// <param name="steps">All steps.</param>
/// <param name="removed">The numbers of those that are left out, ascending.</param>
/// <param name="ahead">How many of the first run ahead of the transaction.</param>
internal sealed class StepSelection(IReadOnlyList<MigrationStep> steps, IReadOnlyList<int> removed, int ahead = 0) : LazyList<MigrationStep>
{
    /// <summary>For each that is left out, how many are before it that are not.</summary>
    private readonly int[] _keptBefore = [.. removed.Select(static (number, i) => number - 1 - i)];

    public override int Count => steps.Count - _keptBefore.Length;

    public override MigrationStep this[int index]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Count);
            var step = steps[index + RemovedBefore(index)];
            return step with { Number = index + 1, IsAhead = index < ahead };
        }
    }

    private int RemovedBefore(int index)
    {
        var (low, high) = (0, _keptBefore.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = _keptBefore[middle] <= index ? (middle + 1, high) : (low, middle);
        }

        return low;
    }
}
