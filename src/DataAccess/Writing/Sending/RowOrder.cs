using DataAccess.Writing.Batching;
using DataAccess.Writing.Outcomes;

namespace DataAccess.Writing.Sending;

/// <summary>
/// Whether rows of a batch may be sent in another order than they were written in: not those of a partition, not updates and deletes, and not rows that overwrite each
/// other, of which the last must be the last. Which rows do is only known of keys that the database compares as .NET does.
/// </summary>
internal sealed class RowOrder<T>(WriterContext<T> context)
{
    private bool? _isFree;

    /// <summary>Starts another batch.</summary>
    public void Begin() => _isFree = null;

    /// <param name="batch">The batch.</param>
    /// <param name="open">The parts of it whose rows have no outcome yet.</param>
    public bool IsFree(Batch<T> batch, IReadOnlyList<BatchPart> open)
        => context.Options.PartitionBy is null && !batch.HasChanges && (context.Options.OnConflict != ConflictAction.Update || (_isFree ??= AreDistinct(batch, open)));

    private bool AreDistinct(Batch<T> batch, IReadOnlyList<BatchPart> open)
    {
        if (context.Map.KeyOrder is not { } order || !context.Map.MayKeyBeExact)
        {
            return false;
        }

        try
        {
            var rows = new List<T>(batch.Count);
            foreach (var part in open)
            {
                rows.AddRange(batch.Rows(part.Start, part.Count).Span);
            }

            rows.Sort(order);
            return !rows.Zip(rows.Skip(1)).Any(pair => order(pair.First, pair.Second) == 0);
        }
        catch (Exception)
        {
            // A key cannot be read.
            return false;
        }
    }
}
