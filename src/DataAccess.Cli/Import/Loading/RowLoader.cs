using DataAccess.Cli.Import.Reading;
using DataAccess.Cli.Import.Tables;

namespace DataAccess.Cli.Import.Loading;

/// <summary>
/// Takes every record of a reader to its one outcome: committed, or in the rejects file. Whatever ends the reading early,
/// the rows already handed to the writer are still waited for.
/// </summary>
internal sealed class RowLoader(
    Database database, TableName table, IReadOnlyList<TargetColumn> columns, RejectsFile rejects, ImportProgress progress)
    : IDisposable
{
    // Room for the largest record there can be.
    private const long QueueBytes = RecordSplitter.MaxRecordBytes + (4L << 20);

    // Small rows weigh several times in memory what they take on the wire, so their number is bounded as well: to twice this.
    private const int RowsBetweenFlushes = 20_000;

    // A stalled database is given up by the writer's delivery timeout; waiting for room must not be what gives up first.
    private static readonly TimeSpan QueueTimeout = TimeSpan.FromMinutes(5);

    private readonly CancellationTokenSource _stopped = new();
    private DatabaseFailure? _failure;

    /// <exception cref="LoadingStoppedException">The database takes no more rows.</exception>
    /// <exception cref="InputFailedException">The file ended too early.</exception>
    /// <exception cref="OperationCanceledException">The user gave up.</exception>
    public async ValueTask LoadAsync(IRecordReader reader, CancellationToken cancellationToken)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _stopped.Token);
        var options = new BatchingWriterOptions<ImportRow>
        {
            DeadLetter = ReportAsync,
            QueueBytes = QueueBytes,
            QueueTimeout = QueueTimeout,
        };
        try
        {
            await using var writer = database.CreateWriter(ImportRowMap.Create(table, columns), options);
            progress.BeginLoading(() => writer.Statistics);
            await ReadAllAsync(reader, writer, ending.Token);
            await writer.FlushAsync(ending.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // Stopped from within: the reason is known below.
        }

        ThrowIfStopped();
    }

    public void Dispose() => _stopped.Dispose();

    private async ValueTask ReadAllAsync(IRecordReader reader, BatchingWriter<ImportRow> writer, CancellationToken cancellationToken)
    {
        var converter = new RowConverter(columns);
        var flushed = Task.CompletedTask;
        for (var records = 1L; await reader.ReadAsync(cancellationToken); records++)
        {
            if (converter.Convert(reader, out var row) is { } problem)
            {
                await RefuseAsync(reader, problem);
            }
            else
            {
                await EnqueueAsync(reader, writer, row!, cancellationToken);
            }

            progress.CountRead(reader.Current.Line);
            if (records % RowsBetweenFlushes == 0)
            {
                await flushed;
                flushed = writer.FlushAsync(cancellationToken).AsTask();
            }
        }
    }

    private async ValueTask EnqueueAsync(
        IRecordReader reader, BatchingWriter<ImportRow> writer, ImportRow row, CancellationToken cancellationToken)
    {
        try
        {
            await writer.EnqueueAsync(row, cancellationToken);
        }
        catch (RowRejectedException tooLarge)
        {
            await RefuseAsync(reader, new RecordProblem(null, tooLarge.Failure.Message));
        }
        catch (RowNotPersistedException stopped)
        {
            throw new LoadingStoppedException(stopped.Failure);
        }
    }

    private async ValueTask RefuseAsync(IRecordReader reader, RecordProblem problem)
    {
        var column = problem.Field is { } field && field < reader.Fields.Count ? reader.Fields[field] : null;
        await rejects.AddAsync(reader.Current.Line, column, problem.Reason, reader.Current.Bytes);
        progress.CountRefused();
        ThrowIfStopped();
    }

    /// <summary>Called by the writer for each row that it could not commit.</summary>
    private async ValueTask ReportAsync(FailedRow<ImportRow> failed, CancellationToken cancellationToken)
    {
        var reason = failed.Outcome switch
        {
            RowOutcome.Rejected => $"the database refused it: {failed.Failure.Message}",
            RowOutcome.NotPersisted => $"not loaded: {failed.Failure.Message}",
            _ => $"perhaps loaded, as the connection died during COMMIT: {failed.Failure.Message}",
        };
        await rejects.AddAsync(failed.Row.Line, failed.Failure.Column, reason, failed.Row.Record);
        if (failed.Outcome != RowOutcome.Rejected)
        {
            _failure ??= failed.Failure;
        }

        if (_failure is not null || rejects.Failure is not null)
        {
            await _stopped.CancelAsync();
        }
    }

    private void ThrowIfStopped()
    {
        if (rejects.Failure is { } notWritten)
        {
            throw notWritten;
        }

        if (_failure is { } failure)
        {
            throw new LoadingStoppedException(failure);
        }
    }
}
