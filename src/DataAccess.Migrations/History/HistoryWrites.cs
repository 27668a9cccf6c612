namespace DataAccess.Migrations;

/// <summary>The statements that write the history. Whoever sends them puts them into a transaction.</summary>
internal sealed class HistoryWrites(MigrationHistory history, MigrationEngine engine)
{
    private static readonly string AppliedBy = $"{Environment.UserName}@{Environment.MachineName}";

    /// <summary>
    /// The first column's value while this session has the runner's lock. Else it is NULL, which the column refuses, and with
    /// it goes the whole transaction.
    /// </summary>
    private string Guarded => $"case when {engine.HoldsLock} then ? end";

    /// <summary>Where sessions may change: ends the transaction at once if another session has the lock, as <see cref="Guarded"/> does.</summary>
    public IReadOnlyList<SqlCall> CheckLock => engine.MayChangeSessions
        ? [new SqlCall($"insert into {history.Quoted} (migration) select null where not {engine.HoldsLock}")]
        : [];

    /// <summary>A row for a migration, in place of an older one.</summary>
    /// <param name="migration">The migration.</param>
    /// <param name="state">How far it is.</param>
    /// <param name="duration">How long it took; null for as long as this transaction.</param>
    public IReadOnlyList<SqlCall> Put(Migration migration, MigrationState state, TimeSpan? duration)
    {
        object milliseconds = duration is { } known ? (long)known.TotalMilliseconds : 0L;
        var (column, version) = migration.Version is { } number ? ("version, ", $"{number}, ") : ("", "");
        var insert = new SqlCall(
            $"""
            insert into {history.Quoted} (migration, {column}name, checksum, state, applied_at, duration_ms, applied_by)
            values ({Guarded}, {version}?, ?, ?, {engine.Now}, ? + {(duration is null ? engine.TransactionMilliseconds : "0")}, ?)
            """,
            migration.Key,
            migration.Name,
            migration.Up.Checksum,
            StateText(state),
            milliseconds,
            AppliedBy);
        return [Remove(migration.Key), insert];
    }

    /// <summary>Changes nothing, and so makes durable what was committed before.</summary>
    public SqlCall Touch(string key) => new($"update {history.Quoted} set applied_at = applied_at where migration = ?", key);

    public SqlCall Remove(string key) => new($"delete from {history.Quoted} where migration = ?", key);

    public SqlCall RemoveSteps(string key) => new($"delete from {history.QuotedSteps} where migration = ?", key);

    public SqlCall SetState(string key, MigrationState state, string checksum, TimeSpan duration)
        => new(
            $"update {history.Quoted} set state = ?, checksum = ?, applied_at = {engine.Now}, duration_ms = ? where migration = ?",
            StateText(state),
            checksum,
            (long)duration.TotalMilliseconds,
            key);

    public SqlCall Intend(string key, MigrationStep step, Look before)
        => new(
            $"""
            insert into {history.QuotedSteps} (migration, step, line, checksum, statement, state, before_state, intended_at)
            values ({Guarded}, {step.Number}, {step.Statement.Line}, ?, ?, 'intended', ?, {engine.Now})
            """,
            key,
            step.Checksum,
            step.Stored,
            StateText(before));

    public SqlCall Done(string key, int step)
        => new($"update {history.QuotedSteps} set state = 'done', done_at = {engine.Now} where migration = ? and step = {step}", key);

    /// <summary>Takes back that a step, and those after it, were run or intended.</summary>
    public SqlCall Forget(string key, int step) => new($"delete from {history.QuotedSteps} where migration = ? and step >= {step}", key);

    private static string StateText<T>(T state)
        where T : struct, Enum
        => state.ToString().ToLowerInvariant();
}
