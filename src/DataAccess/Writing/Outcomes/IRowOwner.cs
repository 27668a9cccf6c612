namespace DataAccess.Writing.Outcomes;

/// <summary>The queue that admitted a row: it accounts for the row's bytes, and pools operations.</summary>
internal interface IRowOwner<T>
{
    /// <summary>The caller cancelled before the row was put into a batch.</summary>
    void OnCancelledWhileQueued(RowOperation<T> operation);

    /// <summary>The row has its outcome: its bytes are released.</summary>
    void Release(long bytes);

    /// <summary>The operation is no longer in use.</summary>
    void Reuse(RowOperation<T> operation);
}
