namespace DataAccess.Conformance.Faults;

/// <summary>Compares what was said of each transaction with what the database holds. Pure.</summary>
public static class TransactionOracle
{
    public static IEnumerable<string> Violations(IEnumerable<TransactionRecord> records, ILookup<long, StoredRow> stored)
        => records.SelectMany(record => Of(record, stored).Select(words => $"{words}: {record}, stored [{string.Join(", ", record.Attempted.Distinct().Where(stored.Contains))}]"));

    private static IEnumerable<string> Of(TransactionRecord record, ILookup<long, StoredRow> stored)
    {
        var attempted = record.Attempted.Distinct().ToList();
        var there = attempted.Where(stored.Contains).ToHashSet();
        if (attempted.Exists(number => stored[number].Count() > 1))
        {
            yield return "A transaction's row is stored more than once";
        }

        var isWhole = there.SetEquals(record.Inserted);
        switch (record.Answer)
        {
            case TransactionAnswer.Committed when record.ThrowsAtEnd:
                yield return "Said to be committed although its work threw";
                break;
            case TransactionAnswer.Committed when !isWhole:
                yield return "Said to be committed and not all there";
                break;
            case TransactionAnswer.Failed when there.Count > 0:
                yield return "It failed and some of it is there";
                break;
            case TransactionAnswer.Unknown when !isWhole && there.Count > 0:
                yield return "Neither all nor nothing is there";
                break;
            case TransactionAnswer.Pending:
                yield return "Nobody was told";
                break;
            default:
                break;
        }
    }
}
