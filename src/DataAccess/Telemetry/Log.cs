using Microsoft.Extensions.Logging;

namespace DataAccess.Telemetry;

/// <summary>
/// Every message the library logs, with its fixed event id. 1xx connections, 2xx queries, 3xx the batching writer, 4xx locks and
/// notifications, 5xx options. No message contains a parameter value or a password.
/// </summary>
internal static partial class Log
{
    [LoggerMessage(101, LogLevel.Warning, "Failed to open a connection to {Endpoint}: {Reason}")]
    public static partial void OpenFailed(ILogger logger, string endpoint, string reason);

    [LoggerMessage(102, LogLevel.Warning, "An idle connection to {Endpoint} did not answer a ping ({Exception}); it will be replaced")]
    public static partial void PingFailed(ILogger logger, string endpoint, string exception);

    [LoggerMessage(103, LogLevel.Warning, "A connection to {Endpoint} could not be reset ({Exception}); it will be closed")]
    public static partial void ResetFailed(ILogger logger, string endpoint, string exception);

    [LoggerMessage(104, LogLevel.Debug, "A connection to {Endpoint} could not be closed cleanly ({Exception})")]
    public static partial void CloseFailed(ILogger logger, string endpoint, string exception);

    [LoggerMessage(105, LogLevel.Warning, "{Held} connections to {Endpoint} were still leased after DrainTimeout ({Timeout}); they will be closed")]
    public static partial void DrainTimedOut(ILogger logger, string endpoint, int held, TimeSpan timeout);

    [LoggerMessage(106, LogLevel.Warning, "A connection to {Endpoint} has been held for longer than LeakThreshold ({Threshold}) by {Holder}. Dispose its lease, or finish its enumeration")]
    public static partial void LeaseHeldTooLong(ILogger logger, string endpoint, string holder, TimeSpan threshold);

    [LoggerMessage(107, LogLevel.Debug, "{Endpoint} did not say how many connections it accepts ({Exception}); the default maximum applies")]
    public static partial void MaxConnectionsUnknown(ILogger logger, string endpoint, string exception);

    [LoggerMessage(108, LogLevel.Warning, "{Pool}: {Finding}")]
    public static partial void Found(ILogger logger, string pool, string finding);

    [LoggerMessage(109, LogLevel.Debug, "No report could be made of {Database} ({Exception})")]
    public static partial void ReportFailed(ILogger logger, string database, string exception);

    [LoggerMessage(201, LogLevel.Information, "A transaction on {Endpoint} was rolled back ({Code}) and will be retried, attempt {Attempt}")]
    public static partial void TransactionRetried(ILogger logger, string endpoint, string? code, int attempt);

    [LoggerMessage(202, LogLevel.Warning, "Failed to roll back a transaction on {Endpoint} ({Exception}); its connection will be closed")]
    public static partial void RollbackFailed(ILogger logger, string endpoint, string exception);

    [LoggerMessage(205, LogLevel.Error, "A callback of DatabaseTransaction.OnEnding threw {Exception} on {Endpoint}; the transaction ends as it would have")]
    public static partial void EndingCallbackFailed(ILogger logger, string endpoint, string exception);

    [LoggerMessage(203, LogLevel.Debug, "Executed in {Milliseconds:0.###} ms: {Sql} with {Values}")]
    public static partial void StatementExecuted(ILogger logger, double milliseconds, string sql, string values);

    [LoggerMessage(204, LogLevel.Information, "Failed ({Kind}, {Code}): {Sql} with {Values}")]
    public static partial void StatementFailed(ILogger logger, FailureKind kind, string? code, string sql, string values);

    [LoggerMessage(210, LogLevel.Warning, "Slow: {Milliseconds:0.###} ms, over SlowStatementThreshold ({Threshold}): {Sql} with {Values}, rows: {Rows}")]
    public static partial void StatementSlow(ILogger logger, double milliseconds, TimeSpan threshold, string sql, string values, long? rows);

    [LoggerMessage(211, LogLevel.Information, "The plan of a slow statement: {Sql}\n{Plan}")]
    public static partial void SlowPlan(ILogger logger, string sql, string plan);

    [LoggerMessage(212, LogLevel.Debug, "The plan of a slow statement could not be taken: {Sql} ({Exception})")]
    public static partial void SlowPlanFailed(ILogger logger, string sql, string exception);

    [LoggerMessage(301, LogLevel.Warning, "A batch of {Rows} rows for {Table} was rolled back ({Kind}, {Code}) and will be retried, attempt {Attempt}")]
    public static partial void BatchRetried(ILogger logger, string table, int rows, FailureKind kind, string? code, int attempt);

    [LoggerMessage(302, LogLevel.Warning, "A row for {Table} was not written: {Outcome}, {Code}")]
    public static partial void RowFailed(ILogger logger, string table, RowOutcome outcome, string? code);

    [LoggerMessage(308, LogLevel.Warning, "It is not known whether a row for {Table} was written: {Code}")]
    public static partial void RowUnknown(ILogger logger, string table, string? code);

    [LoggerMessage(303, LogLevel.Error, "The dead-letter handler for {Table} threw or did not return in time; the writer continues")]
    public static partial void DeadLetterFailed(ILogger logger, Exception exception, string table);

    [LoggerMessage(304, LogLevel.Error, "The writer for {Table} stopped: {Reason}")]
    public static partial void WriterStopped(ILogger logger, string table, string reason);

    [LoggerMessage(305, LogLevel.Warning, "The ledger could not be queried for batch {BatchId}, whose COMMIT was not answered: {Reason}. The query will be retried")]
    public static partial void LedgerNotAnswered(ILogger logger, Guid batchId, string reason);

    [LoggerMessage(306, LogLevel.Warning, "Expired rows of the ledger could not be removed: {Reason}. Their removal will be retried later")]
    public static partial void LedgerNotPruned(ILogger logger, string reason);

    [LoggerMessage(307, LogLevel.Critical, "A batch for {Table} was abandoned because of an unexpected failure; the outcome of its unfinished rows is unknown")]
    public static partial void BatchFailed(ILogger logger, Exception exception, string table);

    [LoggerMessage(309, LogLevel.Error, "The writer for {Table} was closed with {Queued} rows in its queue, because {Limit} elapsed: {NotPersisted} were not written, and of {Unknown} it is not known")]
    public static partial void DrainAborted(ILogger logger, string table, string limit, long queued, long notPersisted, long unknown);

    [LoggerMessage(310, LogLevel.Information, "The spool {Directory} holds {Rows} rows of an earlier process, {Attempts} attempts of which are looked up in the ledger; they are written now")]
    public static partial void SpoolReplayed(ILogger logger, string directory, long rows, int attempts);

    [LoggerMessage(311, LogLevel.Warning, "{Rows} rows are left in the spool {Directory}; the next writer that uses it will write them")]
    public static partial void SpoolLeft(ILogger logger, long rows, string directory);

    [LoggerMessage(312, LogLevel.Error, "A spool could not be written: {Reason} Room held in reserve was freed: {IsFreed}")]
    public static partial void SpoolNotWritten(ILogger logger, string reason, bool isFreed);

    [LoggerMessage(313, LogLevel.Error, "{Bytes} bytes at {Offset} of {File} are damaged; they are kept in {Aside}, and what follows them is used")]
    public static partial void SpoolDamaged(ILogger logger, string file, long offset, int bytes, string aside);

    [LoggerMessage(314, LogLevel.Warning, "The end of {File} from {Offset} on, {Bytes} bytes, is no record, as after a write that was torn; it is kept in {Aside}")]
    public static partial void SpoolTailCut(ILogger logger, string file, long offset, int bytes, string aside);

    [LoggerMessage(315, LogLevel.Error, "{Lost} rows of the spool {Directory} were in damaged bytes and are lost, and {Doubtful} rows may have been written in an attempt whose record was; those were set aside and are not written")]
    public static partial void SpoolRowsLost(ILogger logger, long lost, long doubtful, string directory);

    [LoggerMessage(316, LogLevel.Error, "A row of the spool could not be delivered, and was set aside in {File}")]
    public static partial void SpoolRowSetAside(ILogger logger, string file);

    [LoggerMessage(317, LogLevel.Critical, "The spool {Directory} is not read any further because of an unexpected failure; its rows stay in it until the next start")]
    public static partial void SpoolReadFailed(ILogger logger, Exception exception, string directory);

    [LoggerMessage(318, LogLevel.Warning, "A file of the spool {Directory} could not be removed ({Reason}); that will be tried again")]
    public static partial void SpoolNotTrimmed(ILogger logger, string directory, string reason);

    [LoggerMessage(319, LogLevel.Error, "The file {File} of a spool had at least {Expected} bytes with {Rows} rows, and has {Bytes} bytes or is unreadable: the disk, or somebody, has removed what is missing, and with it the rows that were not written yet")]
    public static partial void SpoolFileCut(ILogger logger, string file, long expected, long bytes, uint rows);

    [LoggerMessage(401, LogLevel.Warning, "The lock '{Name}' on {Endpoint} is lost: {Reason}")]
    public static partial void LockLost(ILogger logger, string name, string endpoint, string reason);

    [LoggerMessage(402, LogLevel.Warning, "The connection that listens on {Endpoint} was lost ({Reason}); it will be opened again, and notifications may be missed meanwhile")]
    public static partial void ListeningLost(ILogger logger, string endpoint, string reason);

    [LoggerMessage(501, LogLevel.Information, "{Database} uses the new values of {Options} from now on")]
    public static partial void OptionsApplied(ILogger logger, string database, string options);

    [LoggerMessage(502, LogLevel.Warning, "{Database} uses the new values of {Options} only after a restart")]
    public static partial void OptionsNeedRestart(ILogger logger, string database, string options);

    [LoggerMessage(503, LogLevel.Warning, "{Database} keeps its options, because the configuration is no longer valid: {Reason}")]
    public static partial void OptionsRejected(ILogger logger, string database, string reason);
}
