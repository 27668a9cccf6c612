namespace DataAccess.Writing.Outcomes;

/// <summary>Whoever admitted a row: it holds the bytes that the row takes, and keeps spare operations.</summary>
internal interface IRowOwner<T>
{
    /// <summary>The caller has cancelled before the row was put into a batch.</summary>
    void OnCancelledWhileQueued(RowOperation<T> operation);

    /// <summary>The row has its outcome: its bytes are free.</summary>
    void Release(long bytes);

    /// <summary>Nobody holds the operation any more.</summary>
    void Reuse(RowOperation<T> operation);
}
