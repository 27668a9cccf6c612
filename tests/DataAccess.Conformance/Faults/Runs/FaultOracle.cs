namespace DataAccess.Conformance.Faults;

/// <summary>
/// Compares what was said of each row with what the database holds. Pure. Says what is wrong, in words; nothing where all
/// promises were kept.
/// </summary>
public static class FaultOracle
{
    /// <param name="rows">The rows and what was said of them, when the writer is disposed.</param>
    /// <param name="stored">The rows of the database, by their number.</param>
    /// <param name="statistics">The writer's last statistics.</param>
    public static IReadOnlyList<string> Violations(
        IReadOnlyList<RowRecord> rows, ILookup<long, StoredRow> stored, WriterStatistics statistics)
    {
        var violations = new List<string>();
        foreach (var row in rows)
        {
            var copies = stored[row.Row.Number].ToList();
            violations.AddRange(Of(row, copies.Count).Select(words => $"{words}: {row}, stored {copies.Count} times"));
            violations.AddRange(copies.Where(copy => copy != row.Row.AsStored()).Select(copy => $"Stored as another row than was written: {copy} for {row.Row.AsStored()}"));
        }

        violations.AddRange(Of(statistics, rows).Select(words => $"{words}: {statistics}"));
        return violations;
    }

    /// <summary>Whether nobody was told how the row ended, so that it may be committed.</summary>
    private static bool IsOpen(RowRecord row) => row.Answer == RowAnswer.Abandoned && row.Letters.Count == 0;

    /// <summary>How a row ended; null where it was never admitted, or is said to have been taken out of the queue.</summary>
    private static RowOutcome? EndOf(RowRecord row) => row.Answer switch
    {
        RowAnswer.Acked => RowOutcome.Committed,
        RowAnswer.Rejected => RowOutcome.Rejected,
        RowAnswer.NotPersisted => RowOutcome.NotPersisted,
        RowAnswer.Unknown => RowOutcome.Unknown,
        RowAnswer.Abandoned => row.Letters.Count == 0 ? null : row.Letters[0],
        RowAnswer.Accepted or RowAnswer.CancelledInBatch => row.Letters.Count == 0 ? RowOutcome.Committed : row.Letters[0],
        _ => null,
    };

    private static IEnumerable<string> Of(RowRecord row, int stored)
    {
        var end = EndOf(row);
        if (row.Answer is RowAnswer.Pending or RowAnswer.Unexpected)
        {
            yield return "No true answer";
        }

        if (stored > 1)
        {
            yield return "Stored more than once";
        }

        if (end == RowOutcome.Committed && stored == 0 && !row.IsIgnored)
        {
            yield return "Said to be committed and not stored";
        }

        if (row.IsIgnored && stored > 0)
        {
            yield return "Stored beside the row that it yields to";
        }

        if (end is not (RowOutcome.Committed or RowOutcome.Unknown) && stored > 0 && !IsOpen(row))
        {
            yield return "Said not to be there and stored";
        }

        var isTold = row.Answer is RowAnswer.Rejected or RowAnswer.NotPersisted or RowAnswer.Unknown;
        RowOutcome[] letters = isTold || end is null or RowOutcome.Committed ? [] : [end.Value];
        if (!row.Letters.SequenceEqual(letters))
        {
            yield return "Not the dead letters that belong to its outcome";
        }

        if (end == RowOutcome.Rejected && !row.IsPoison)
        {
            yield return "A good row was rejected";
        }

        if (row.Error is RowWriteException { Failure.Kind: FailureKind.Fatal })
        {
            yield return "The writer stopped, and no fault here is for ever";
        }
    }

    private static IEnumerable<string> Of(WriterStatistics statistics, IReadOnlyList<RowRecord> rows)
    {
        if (statistics is not { Queued: 0, QueuedBytes: 0 })
        {
            yield return "Rows or bytes are still counted as queued";
        }

        var ends = rows.Select(EndOf).ToList();
        var open = rows.Count(IsOpen);
        var takenOut = rows.Count(static row => row.Answer == RowAnswer.CancelledInQueue);
        foreach (var (outcome, counted, spare) in new[]
        {
            (RowOutcome.Committed, statistics.Committed, open),
            (RowOutcome.Rejected, statistics.Rejected, 0),
            (RowOutcome.Unknown, statistics.Unknown, 0),

            // A row that was cancelled may have been in the queue, or still waiting for room in it.
            (RowOutcome.NotPersisted, statistics.NotPersisted, takenOut),
        })
        {
            var told = ends.Count(end => end == outcome);
            if (counted < told || counted > told + spare)
            {
                yield return $"{told} rows ended as {outcome}, and {counted} were counted";
            }
        }
    }
}
