namespace DataAccess.Conformance.Faults;

/// <summary>The ways in which a caller leaves a stream.</summary>
internal static class TransactionStreams
{
    public static async ValueTask ReadAsync(DatabaseTransaction tx, TransactionStep step, CancellationToken cancellationToken)
    {
        switch (step.Kind)
        {
            case TransactionStepKind.First:
                await Rows(tx, step, cancellationToken).FirstAsync(cancellationToken);
                break;
            case TransactionStepKind.Take:
                await Rows(tx, step, cancellationToken).Take((int)step.Number).CountAsync(cancellationToken);
                break;
            case TransactionStepKind.Throw:
                await ThrowAsync(tx, step, cancellationToken);
                break;
            case TransactionStepKind.Cancel:
                await CancelAsync(tx, step, cancellationToken);
                break;
            default:
                await BreakAsync(tx, step, cancellationToken);
                break;
        }
    }

    private static IAsyncEnumerable<long> Rows(DatabaseTransaction tx, TransactionStep step, CancellationToken cancellationToken) => tx.StreamAsync<long>(
        SqlStatement.Raw("select a.n from fault_numbers a" + string.Concat(Enumerable.Range(1, step.Tables - 1).Select(static i => $" cross join fault_numbers b{i}"))),
        cancellationToken);

    private static async ValueTask BreakAsync(DatabaseTransaction tx, TransactionStep step, CancellationToken cancellationToken)
    {
        var left = step.Kind == TransactionStepKind.Break ? step.Number : long.MaxValue;
        await foreach (var row in Rows(tx, step, cancellationToken))
        {
            if (--left == 0)
            {
                break;
            }
        }
    }

    private static async ValueTask ThrowAsync(DatabaseTransaction tx, TransactionStep step, CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var row in Rows(tx, step, cancellationToken))
            {
                throw new ExplodingException("reader");
            }
        }
        catch (ExplodingException)
        {
            // The caller's own, which he gets over.
        }
    }

    private static async ValueTask CancelAsync(DatabaseTransaction tx, TransactionStep step, CancellationToken cancellationToken)
    {
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var left = step.Number;
        try
        {
            await foreach (var row in Rows(tx, step, cancel.Token))
            {
                if (--left == 0)
                {
                    await cancel.CancelAsync();
                }
            }
        }
        catch (OperationCanceledException)
        {
            // As asked.
        }
    }
}
