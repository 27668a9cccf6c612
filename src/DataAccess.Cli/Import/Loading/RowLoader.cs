using System.Runtime.CompilerServices;
using DataAccess.Cli.Import.Progress;
using DataAccess.Cli.Import.Reading;
using DataAccess.Cli.Import.Tables;
using DataAccess.Mapping;

namespace DataAccess.Cli.Import.Loading;

/// <summary>
/// Takes every record of a reader to its one outcome: committed, or in the rejects file. Whatever ends the reading early,
/// the rows already handed to the writer are still waited for.
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
    // Room for the largest record there can be.
    private const long QueueBytes = RawRecord.MaxBytes + (4L << 20);

    // How long rows that were read may still take when the import is interrupted.
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(30);

    private readonly CancellationTokenSource _stopped = new();
    private readonly CancellationTokenSource _givenUp = new();
    private DatabaseFailure? _failure;

    /// <exception cref="LoadingStoppedException">The database takes no more rows.</exception>
    /// <exception cref="InputFailedException">The file ended too early.</exception>
    /// <exception cref="OperationCanceledException">The user gave up.</exception>
    public async ValueTask LoadAsync(IRecordReader reader, CancellationToken cancellationToken)
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
            await using var grace = ending.Token.UnsafeRegister(_ => _givenUp.CancelAfter(Grace), null);
            await writer.WriteManyAsync(ReadAllAsync(reader, ending.Token), _givenUp.Token);
            ending.Token.ThrowIfCancellationRequested();
        }
        catch (RowNotPersistedException stopped)
        {
            _failure ??= stopped.Failure;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // Stopped from within: the reason is known below.
        }

        ThrowIfStopped();
    }

    public void Dispose()
    {
        _stopped.Dispose();
        _givenUp.Dispose();
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

        // Of two lines with one key the later one shall win, so their batches must not overtake each other.
        options.MaxInFlight = choices.OnConflict == ConflictAction.Update ? 1 : options.MaxInFlight;
        return options;
    }

    /// <summary>The rows that fit the table; the others are set aside on the way.</summary>
    private async IAsyncEnumerable<ImportRow> ReadAllAsync(IRecordReader reader, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var converter = new RowConverter(columns);
        while (await MoveAsync(reader, cancellationToken))
        {
            progress.CountRead(reader.Current.Line);
            if (converter.Convert(reader, out var row) is { } problem)
            {
                await RefuseAsync(reader, problem);
            }
            else
            {
                yield return row!;
            }
        }
    }

    /// <summary>Reads on; an interrupt ends the rows here, so that those that were read still go.</summary>
    private static async ValueTask<bool> MoveAsync(IRecordReader reader, CancellationToken cancellationToken)
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
            RowOutcome.Rejected when failed.Failure.Code is null => failed.Failure.Message,
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
