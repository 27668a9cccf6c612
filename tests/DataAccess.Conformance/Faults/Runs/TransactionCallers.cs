using System.Collections.Concurrent;

namespace DataAccess.Conformance.Faults;

/// <summary>The callers of a run that work in transactions, and what they are told.</summary>
internal sealed class TransactionCallers(IReadOnlyList<IReadOnlyList<PlannedTransaction>> plan)
{
    private readonly ConcurrentQueue<TransactionRecord> _records = [];

    public IReadOnlyCollection<TransactionRecord> Records => _records;

    /// <summary>What was done in them that goes wrong easily, for the table of what was tried.</summary>
    public IEnumerable<string> Deeds => _records.SelectMany(static record => record.Deeds);

    public Task RunAsync(Database database)
        => Task.WhenAll(plan.Select(transactions => Task.Run(async () =>
        {
            foreach (var transaction in transactions)
            {
                await RunAsync(database, transaction);
            }
        })));

    private async Task RunAsync(Database database, PlannedTransaction transaction)
    {
        using var cancel = transaction.CancelAfter is { } after ? new CancellationTokenSource(after) : null;
        var record = new TransactionRecord(transaction.ThrowsAtEnd);
        _records.Enqueue(record);
        try
        {
            await database.InTransactionAsync((tx, ct) => WorkAsync(tx, transaction, record, ct), cancel?.Token ?? CancellationToken.None);
            record.Answered(TransactionAnswer.Committed);
        }
        catch (Exception error)
        {
            record.Answered(error is CommitOutcomeUnknownException ? TransactionAnswer.Unknown : TransactionAnswer.Failed, error);
        }
    }

    private static async ValueTask WorkAsync(DatabaseTransaction tx, PlannedTransaction transaction, TransactionRecord record, CancellationToken cancellationToken)
    {
        record.Begin();
        foreach (var step in transaction.Steps)
        {
            await StepAsync(tx, step, record, cancellationToken);
        }

        if (transaction.ThrowsAtEnd)
        {
            record.Did("transaction: throws at its end");
            throw new ExplodingException("work");
        }
    }

    private static async ValueTask StepAsync(DatabaseTransaction tx, TransactionStep step, TransactionRecord record, CancellationToken cancellationToken)
    {
        switch (step.Kind)
        {
            case TransactionStepKind.Insert:
                record.Attempt(step.Number);
                await tx.ExecuteAsync($"insert into fault_rows (number, sensor) values ({step.Number}, {"in a transaction"})", cancellationToken);
                record.Insert(step.Number);
                break;
            case TransactionStepKind.HideFailure:
                record.Did("transaction: hides a failed statement");
                await HideFailureAsync(tx, cancellationToken);
                break;
            default:
                record.Did($"transaction: stream, {step.Kind}");
                await TransactionStreams.ReadAsync(tx, step, cancellationToken);
                break;
        }
    }

    private static async ValueTask HideFailureAsync(DatabaseTransaction tx, CancellationToken cancellationToken)
    {
        try
        {
            await tx.ExecuteAsync(
                $"insert into fault_rows (number, scarce, sensor) values ({-1}, {FaultRow.TakenKey}, {"refused"})", cancellationToken);
        }
        catch (Exception)
        {
            // What callers do who believe that nothing came of it.
        }
    }
}
