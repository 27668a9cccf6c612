using System.Globalization;
using DataAccess.Migrations.Dialects;
using DataAccess.Migrations.Files;
using DataAccess.Migrations.Parsing;
using DataAccess.Migrations.Sessions;

namespace DataAccess.Migrations.History;

/// <summary>The statements that write the history. Whoever sends them puts them into a transaction.</summary>
/// <param name="history">The history table, quoted.</param>
/// <param name="steps">The step table, quoted.</param>
/// <param name="dialect">The engine they are for.</param>
/// <param name="isGuarded">Whether a session without the runner's lock cannot write them; a script takes the lock otherwise.</param>
internal sealed class HistoryWrites(string history, string steps, RunnerDialect dialect, bool isGuarded = true)
{
    /// <summary>Who applied a migration, according to the history.</summary>
    public string AppliedBy { get; init; } = Runner;

    public static string Runner { get; } = $"{Environment.UserName}@{Environment.MachineName}";

    /// <summary>
    /// The first column's value while this session holds the runner's lock. Otherwise it is NULL, which the column rejects, and with
    /// it goes the whole transaction.
    /// </summary>
    private string Guarded => isGuarded ? $"case when {dialect.HoldsLock} then ? end" : "?";

    /// <summary>Ends the transaction at once where a condition does not hold, as <see cref="Guarded"/> does.</summary>
    public SqlCall EndUnless(string condition) => new($"insert into {history} (migration) select null where not ({condition})");

    /// <summary>A row for a migration, in place of an older one.</summary>
    /// <param name="migration">The migration.</param>
    /// <param name="state">How far it is.</param>
    /// <param name="duration">How long it took; null for as long as this transaction.</param>
    /// <param name="isNew">Whether there is no older row.</param>
    public IReadOnlyList<SqlCall> Put(Migration migration, HistoryState state, TimeSpan? duration, bool isNew = false)
        => isNew ? [Insert([migration], state, duration)] : [Remove(migration.Key), Insert([migration], state, duration)];

    /// <summary>Rows for migrations that have none yet.</summary>
    public SqlCall Insert(IReadOnlyList<Migration> migrations, HistoryState state, TimeSpan? duration)
    {
        var milliseconds = duration is { } known ? Invariant($"{(long)known.TotalMilliseconds}") : dialect.TransactionMilliseconds;
        var rows = migrations.Select(m => $"({Guarded}, {m.Version?.ToString(CultureInfo.InvariantCulture) ?? "null"}, ?, ?, ?, {dialect.Now}, {milliseconds}, ?)");
        return new SqlCall(
            $"insert into {history} (migration, version, name, checksum, state, applied_at, duration_ms, applied_by) values {string.Join(", ", rows)}",
            [.. migrations.SelectMany(m => new object[] { m.Key, m.Name, m.Up.Checksum, StateText(state), AppliedBy })]);
    }

    /// <summary>Changes nothing, and so makes durable what was committed before.</summary>
    public SqlCall Touch(string key) => new($"update {history} set applied_at = applied_at where migration = ?", key);

    public SqlCall Remove(string key) => new($"delete from {history} where migration = ?", key);

    public SqlCall RemoveSteps(string key) => new($"delete from {steps} where migration = ?", key);

    public SqlCall SetState(string key, HistoryState state, string checksum, TimeSpan duration)
        => new(
            $"update {history} set state = ?, checksum = ?, applied_at = {dialect.Now}, duration_ms = ? where migration = ?",
            StateText(state),
            checksum,
            (long)duration.TotalMilliseconds,
            key);

    public SqlCall Intend(string key, MigrationStep step, CatalogState before)
        => new(
            Invariant($"""
            insert into {steps} (migration, step, line, checksum, statement, state, before_state, intended_at)
            values ({Guarded}, {step.Number}, {step.Statement.Line}, ?, ?, 'intended', ?, {dialect.Now})
            """),
            key,
            step.Checksum,
            step.Stored,
            StateText(before));

    public SqlCall Done(string key, int step)
        => new(Invariant($"update {steps} set state = 'done', done_at = {dialect.Now} where migration = ? and step = {step}"), key);

    /// <summary>
    /// What is left intended of migrations that are applied was done: the last step's end is the migration's. Written once for a
    /// run, as each changed row costs MySQL a version of it to clean up, and statements about the schema wait for that.
    /// </summary>
    public SqlCall CloseSteps { get; } = new(
        $"""
        update {steps} set state = 'done', done_at = (select h.applied_at from {history} h where h.migration = {steps}.migration)
        where state = 'intended' and migration in (select h.migration from {history} h where h.state = 'applied')
        """);

    /// <summary>Takes back that a step, and those after it, were run or intended.</summary>
    public SqlCall Forget(string key, int step) => new(Invariant($"delete from {steps} where migration = ? and step >= {step}"), key);

    /// <summary>Moves the end of what a backfill has written. It changes no row where another runner has moved it meanwhile.</summary>
    public SqlCall MoveSliceEnd(string key, int step, string? before, string after)
    {
        var set = Invariant($"update {steps} set slice_end = ? where migration = ? and step = {step} and state = 'intended' and slice_end ");
        return before is null ? new SqlCall(set + "is null", after, key) : new SqlCall(set + "= ?", after, key, before);
    }

    private static string StateText<T>(T state)
        where T : struct, Enum
        => state.ToString().ToLowerInvariant();
}
