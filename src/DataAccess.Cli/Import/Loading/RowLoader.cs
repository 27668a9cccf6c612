using System.Runtime.CompilerServices;
using DataAccess.Cli.Import.Progress;
using DataAccess.Cli.Import.Reading;
using DataAccess.Cli.Import.Tables;
using DataAccess.Mapping;

namespace DataAccess.Cli.Import.Loading;

/// <summary>
/// Brings every record of a reader to its one outcome: committed, or in the rejects file. If reading ends early,
/// the rows already passed to the writer are still waited for.
/// </summary>
internal sealed class RowLoader(
    Database database,
    TableName table,
    IReadOnlyList<TargetColumn> columns,
    WritingChoices choices,
    RejectsFile rejects,
    ImportProgress progress)
    : IDisposable
{
    // Room for the largest possible record.
    private const long QueueBytes = RawRecord.MaxBytes + (4L << 20);

    // How long rows in flight may still take when the import is interrupted.
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(30);

    private readonly CancellationTokenSource _stopped = new();
    private readonly CancellationTokenSource _abandoned = new();
    private DatabaseFailure? _failure;

    /// <exception cref="LoadingStoppedException">The database accepts no more rows.</exception>
    /// <exception cref="InputFailedException">The file ended early.</exception>
    /// <exception cref="OperationCanceledException">The import was cancelled.</exception>
    public async ValueTask LoadAsync(RecordReader reader, CancellationToken cancellationToken)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _stopped.Token);
        try
        {
            await using var writer = database.CreateWriter(ImportRowMap.Create(table, columns), Options());
            if (choices.ExactlyOnce)
            {
                await writer.EnsureLedgerAsync(ending.Token);
            }

            progress.BeginLoading(() => writer.Statistics);
            await using var grace = ending.Token.UnsafeRegister(_ => _abandoned.CancelAfter(Grace), null);
            await writer.WriteManyAsync(ReadAllAsync(reader, ending.Token), _abandoned.Token);
            ending.Token.ThrowIfCancellationRequested();
        }
        catch (RowNotPersistedException stopped)
        {
            _failure ??= stopped.Failure;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // Stopped by this loader: the cause is thrown below.
        }

        ThrowIfStopped();
    }

    public void Dispose()
    {
        _stopped.Dispose();
        _abandoned.Dispose();
    }

    private BatchingWriterOptions<ImportRow> Options()
    {
        var options = new BatchingWriterOptions<ImportRow>
        {
            DeadLetter = ReportAsync,
            QueueBytes = QueueBytes,
            OnConflict = choices.OnConflict,
            ExactlyOnce = choices.ExactlyOnce,
        };
        options.MaxBatchRows = choices.BatchRows ?? options.MaxBatchRows;

        // Of two lines with the same key the later one wins, so batches must not overtake each other.
        options.MaxInFlight = choices.OnConflict == ConflictAction.Update ? 1 : options.MaxInFlight;
        return options;
    }

    /// <summary>The rows that convert; the others go to the rejects file.</summary>
    private async IAsyncEnumerable<ImportRow> ReadAllAsync(RecordReader reader, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var converter = new RowConverter(columns);
        while (await MoveAsync(reader, cancellationToken))
        {
            progress.CountRead(reader.Current.Line);
            if (converter.Convert(reader, out var row) is { } problem)
            {
                await RejectAsync(reader, problem);
            }
            else
            {
                yield return row!;
            }
        }
    }

    /// <summary>Reads the next record. An interrupt ends the rows here, so that those already read are still written.</summary>
    private static async ValueTask<bool> MoveAsync(RecordReader reader, CancellationToken cancellationToken)
    {
        try
        {
            return await reader.ReadAsync(cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }

    private async ValueTask RejectAsync(RecordReader reader, RecordProblem problem)
    {
        var column = problem.Field is { } field && field < reader.Fields.Count ? reader.Fields[field] : null;
        await rejects.AddAsync(reader.Current.Line, column, problem.Reason, reader.Current.Bytes);
        progress.CountRejected();
        ThrowIfStopped();
    }

    /// <summary>Called by the writer for each row that it could not commit.</summary>
    private async ValueTask ReportAsync(FailedRow<ImportRow> failed, CancellationToken cancellationToken)
    {
        var reason = failed.Outcome switch
        {
            RowOutcome.Rejected when failed.Failure.Code is null => failed.Failure.Message,
            RowOutcome.Rejected => $"rejected by the database: {failed.Failure.Message}",
            RowOutcome.NotPersisted => $"not loaded: {failed.Failure.Message}",
            _ => $"possibly loaded; the connection was lost during COMMIT: {failed.Failure.Message}",
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
