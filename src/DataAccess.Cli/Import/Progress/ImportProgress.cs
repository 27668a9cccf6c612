using DataAccess.Cli.Import.Reading;

namespace DataAccess.Cli.Import.Progress;

/// <summary>Counts what an import does. The import writes while a view reads.</summary>
internal sealed class ImportProgress(TimeProvider time)
{
    private readonly long _started = time.GetTimestamp();
    private long _read;
    private long _lastLine;
    private long _rejected;
    private volatile ImportSource? _source;
    private volatile Func<WriterStatistics>? _written;

    public ImportPhase Phase => _written is not null ? ImportPhase.Loading : _source is not null ? ImportPhase.Surveying : ImportPhase.Connecting;

    public void BeginReading(ImportSource source) => _source = source;

    /// <param name="written">Gets the writer's statistics, the only source of what is committed.</param>
    public void BeginLoading(Func<WriterStatistics> written) => _written = written;

    public void CountRead(long line)
    {
        Interlocked.Increment(ref _read);
        Interlocked.Exchange(ref _lastLine, line);
    }

    /// <summary>Counts a record that was rejected before it reached the writer.</summary>
    public void CountRejected() => Interlocked.Increment(ref _rejected);

    public ImportStatus Status()
    {
        var written = _written?.Invoke();
        return new ImportStatus(
            Phase,
            Interlocked.Read(ref _read),
            Interlocked.Read(ref _lastLine),
            written?.Committed ?? 0,
            Interlocked.Read(ref _rejected) + (written?.Rejected ?? 0),
            (written?.NotPersisted ?? 0) + (written?.Unknown ?? 0),
            written?.Batches ?? 0,
            time.GetElapsedTime(_started),
            _source is { Length: > 0 and var length } source ? Math.Min(1, (double)source.BytesRead / length) : null);
    }
}
