namespace DataAccess.Providers;

/// <summary>One attempt to insert a batch, and what the inserter reports about it.</summary>
/// <typeparam name="T">The row.</typeparam>
public sealed class BatchAttempt<T>
{
    private readonly TimeProvider? _time;
    private SortedList<int, DatabaseFailure>? _rejected;

    internal BatchAttempt(ReadOnlyMemory<T> rows, Guid? batchId = null, TimeProvider? time = null)
    {
        Rows = rows;
        BatchId = batchId;
        _time = time;
    }

    /// <summary>The rows, at least one.</summary>
    public ReadOnlyMemory<T> Rows { get; }

    /// <summary>The random id to be written to the ledger in the same transaction, or null if there is no ledger.</summary>
    public Guid? BatchId { get; internal set; }

    /// <summary>
    /// Whether it is committed with all of its rows or not at all, because the ledger, which may be asked after a crash, says nothing of single rows.
    /// </summary>
    internal bool IsWhole { get; init; }

    /// <summary>For how many seconds the ledger row is kept; the second parameter of <see cref="LedgerSql.Insert"/>.</summary>
    public long LedgerSeconds { get; internal init; } = 86_400;

    /// <summary>
    /// How long each command of the attempt may take, in seconds, or 0 for no limit. Set it on each command, because a driver's own default may be
    /// shorter than the time that the batch has. The token ends a batch earlier; this limit ends it when the network is silent.
    /// </summary>
    public int CommandTimeoutSeconds { get; internal init; }

    /// <summary>Whether something that may commit was sent.</summary>
    public bool IsCommitSent { get; private set; }

    /// <summary>Whether COMMIT was answered with success.</summary>
    internal bool IsAnswered { get; private set; }

    /// <summary>Whether the answer that everything is committed was read. What fails after it changes nothing for the rows.</summary>
    internal bool IsCommitted { get; set; }

    /// <summary>What is done with each of the rows; empty if all of them are inserted.</summary>
    internal ReadOnlyMemory<RowChange> Changes { get; init; }

    /// <summary>
    /// What the database says of the rows, in their order: the keys that it generated, or a <see cref="ChangeAnswer"/> for each; null where nothing was asked for.
    /// </summary>
    internal IReadOnlyList<object>? Answers { get; set; }

    /// <summary>Called at each <see cref="CommitIsSent"/>; null for nothing. What it throws is as if sending had failed.</summary>
    internal Action? Committing { get; set; }

    /// <summary>When COMMIT was sent, as a timestamp of the writer's clock.</summary>
    internal long CommitSentAt { get; private set; }

    /// <summary>The rows that were left out and why, in row order.</summary>
    internal IReadOnlyList<(int Index, DatabaseFailure Failure)> Rejected
        => _rejected is null ? [] : [.. _rejected.Select(static r => (r.Key, r.Value))];

    /// <summary>
    /// Reports that what is sent next may commit: a COMMIT, or a statement that is its own transaction. Call it immediately
    /// before sending; if the connection is lost after this call, the outcome is unknown.
    /// </summary>
    public void CommitIsSent()
    {
        if (IsWhole && _rejected is { Count: > 0 })
        {
            throw new PartialBatchException();
        }

        IsCommitSent = true;
        IsAnswered = false;
        CommitSentAt = _time?.GetTimestamp() ?? 0;
        Committing?.Invoke();
    }

    /// <summary>
    /// Reverts <see cref="CommitIsSent"/>, for an inserter that knows that what it sent was not committed and uses another strategy.
    /// </summary>
    public void CommitIsRolledBack() => IsCommitSent = false;

    /// <summary>
    /// Reports that COMMIT was answered with success, so that the ledger is not queried for a failure after it, such as a count of
    /// rows that differs from the number sent.
    /// </summary>
    public void CommitIsAnswered() => IsAnswered = true;

    /// <summary>Leaves a row out because the database rejected it, while the others are committed. Rows can be rejected in any order; the last call for a row counts.</summary>
    /// <param name="index">The row, from 0.</param>
    /// <param name="failure">Why.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such row in the batch.</exception>
    public void Reject(int index, DatabaseFailure failure)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Rows.Length);
        (_rejected ??= [])[index] = failure;
    }
}
