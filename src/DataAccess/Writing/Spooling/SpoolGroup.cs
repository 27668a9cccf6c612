namespace DataAccess.Writing.Spooling;

/// <summary>The records that are written to a segment's file together, and the wait for them.</summary>
internal sealed class SpoolGroup(SpoolSegment segment, SpoolBuffer buffer)
{
    private TaskCompletionSource? _written;

    public SpoolSegment Segment => segment;

    public SpoolBuffer Buffer => buffer;

    /// <summary>The number of rows in it.</summary>
    public uint Rows { get; set; }

    /// <summary>The bytes of the rows.</summary>
    public long RowBytes { get; set; }

    /// <summary>Completes when the records are on the disk. Whoever takes it must wait for it.</summary>
    public Task Written => (_written ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;

    /// <summary>Whether somebody waits, so that it must reach the disk.</summary>
    public bool IsAwaited => _written is not null;

    public void Complete() => _written?.SetResult();

    public void Fail(Exception exception) => _written?.SetException(exception);
}
