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

    /// <summary>What begins a transaction, and ends it at once where another session has the lock, as <see cref="Guarded"/> does.</summary>
    public IReadOnlyList<SqlCall> Begin => engine.MayChangeSessions
        ? [new SqlCall(engine.Begin), new SqlCall($"insert into {history.Quoted} (migration) select null where not {engine.HoldsLock}")]
        : [new SqlCall(engine.Begin)];

    /// <summary>A row for a migration, in place of an older one.</summary>
    public IReadOnlyList<SqlCall> Put(Migration migration, MigrationState state, TimeSpan duration)
    {
        var (column, version) = migration.Version is { } number ? ("version, ", $"{number}, ") : ("", "");
        var insert = new SqlCall(
            $"""
            insert into {history.Quoted} (migration, {column}name, checksum, state, applied_at, duration_ms, applied_by)
            values ({Guarded}, {version}?, ?, ?, {engine.Now}, ?, ?)
            """,
            migration.Key,
            migration.Name,
            migration.Up.Checksum,
            StateText(state),
            (long)duration.TotalMilliseconds,
            AppliedBy);
        return [Remove(migration.Key), insert];
    }

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
