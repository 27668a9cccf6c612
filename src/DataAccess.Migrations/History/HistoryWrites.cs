using System.Globalization;
using DataAccess.Migrations.Dialects;
using DataAccess.Migrations.Files;
using DataAccess.Migrations.Parsing;

namespace DataAccess.Migrations.History;

/// <summary>The statements that write the history. Whoever sends them puts them into a transaction.</summary>
/// <param name="history">The history table, quoted.</param>
/// <param name="steps">The step table, quoted.</param>
/// <param name="dialect">The engine they are for.</param>
/// <param name="literal">
/// Writes a value as text, for a script, which takes the lock in its own way; null for parameters and for statements that a session
/// without the runner's lock cannot run.
/// </param>
/// <param name="schema">The schema of the history.</param>
internal sealed class HistoryWrites(string history, string steps, RunnerDialect dialect, Func<object, string>? literal = null, string? schema = null)
{
    private readonly SqlStatement _history = SqlStatement.Raw(history);
    private readonly SqlStatement _steps = SqlStatement.Raw(steps);
    private readonly SqlStatement _now = SqlStatement.Raw(dialect.Now);

    /// <summary>Who applied a migration, according to the history.</summary>
    public string AppliedBy { get; init; } = Runner;

    public static string Runner { get; } = $"{Environment.UserName}@{Environment.MachineName}";

    /// <summary>Ends the transaction at once where a condition does not hold, as <see cref="Guarded"/> does.</summary>
    public SqlStatement EndUnless(string condition)
        => $"insert into {_history} (migration) select null where not ({SqlStatement.Raw(condition)})";

    /// <summary>A row for a migration, in place of an older one.</summary>
    /// <param name="migration">The migration.</param>
    /// <param name="state">How far it is.</param>
    /// <param name="duration">How long it took; null for as long as this transaction.</param>
    /// <param name="isNew">Whether there is no older row.</param>
    public IReadOnlyList<SqlStatement> Put(Migration migration, HistoryState state, TimeSpan? duration, bool isNew = false)
        => isNew ? [Insert([migration], state, duration)] : [Remove(migration.Key), Insert([migration], state, duration)];

    /// <summary>Rows for migrations that have none yet.</summary>
    public SqlStatement Insert(IReadOnlyList<Migration> migrations, HistoryState state, TimeSpan? duration)
    {
        var milliseconds = SqlStatement.Raw(duration is { } known ? Invariant($"{(long)known.TotalMilliseconds}") : dialect.TransactionMilliseconds!);
        SqlStatement insert = $"insert into {_history} (migration, version, name, checksum, state, applied_at, duration_ms, applied_by) values ";
        for (var i = 0; i < migrations.Count; i++)
        {
            var m = migrations[i];
            var version = VersionOf(m);
            insert.AppendLiteral(i == 0 ? "" : ", ");
            insert.AppendFormatted(
                $"({Guarded(m.Key)}, {version}, {Value(m.Name)}, {Value(m.Up.Checksum)}, {Value(StateText(state))}, {_now}, {milliseconds}, {Value(AppliedBy)})");
        }

        return insert;
    }

    /// <summary>Changes nothing, and so makes durable what was committed before.</summary>
    public SqlStatement Touch(string key) => $"update {_history} set applied_at = applied_at where migration = {Value(key)}";

    /// <summary>Changes nothing while this session holds the runner's lock; otherwise it ends the transaction, as <see cref="Guarded"/> does.</summary>
    public SqlStatement EndUnlessLocked(string key) => $"update {_history} set migration = {Guarded(key)} where migration = {Value(key)}";

    public SqlStatement Remove(string key) => $"delete from {_history} where migration = {Value(key)}";

    public SqlStatement SetChecksum(string key, string checksum) => $"update {_history} set checksum = {Value(checksum)} where migration = {Value(key)}";

    public SqlStatement SetName(string key, string name) => $"update {_history} set name = {Value(name)} where migration = {Value(key)}";

    /// <summary>Gives a row, and its steps, the version and name of a file.</summary>
    public IReadOnlyList<SqlStatement> Renumber(string key, Migration file) =>
    [
        $"update {_history} set migration = {Value(file.Key)}, version = {VersionOf(file)}, name = {Value(file.Name)} where migration = {Value(key)}",
        $"update {_steps} set migration = {Value(file.Key)} where migration = {Value(key)}",
    ];

    public SqlStatement RemoveSteps(string key) => $"delete from {_steps} where migration = {Value(key)}";

    public SqlStatement SetState(string key, HistoryState state, string checksum, TimeSpan duration)
        => $"update {_history} set state = {Value(StateText(state))}, checksum = {Value(checksum)}, applied_at = {_now}, duration_ms = {Value((long)duration.TotalMilliseconds)} where migration = {Value(key)}";

    public SqlStatement Intend(string key, MigrationStep step, CatalogState before)
        => $"insert into {_steps} (migration, step, line, checksum, statement, state, before_state, intended_at) values ({Guarded(key)}, {Number(step.Number)}, {Number(step.Statement.Line)}, {Value(step.Checksum)}, {Value(step.Stored)}, 'intended', {Value(StateText(before))}, {_now})";

    public SqlStatement Done(string key, int step)
        => $"update {_steps} set state = 'done', done_at = {_now} where migration = {Value(key)} and step = {Number(step)}";

    /// <summary>
    /// What is left intended of migrations that are applied was done: the last step's end is the migration's. Written once for a
    /// run, as each changed row costs MySQL a version of it to clean up, and statements about the schema wait for that.
    /// </summary>
    public SqlStatement CloseSteps => $"""
        update {_steps} set state = 'done', done_at = (select h.applied_at from {_history} h where h.migration = {_steps}.migration)
        where state = 'intended' and migration in (select h.migration from {_history} h where h.state = 'applied')
        """;

    /// <summary>Takes back that a step, and those after it, were run or intended.</summary>
    public SqlStatement Forget(string key, int step) => $"delete from {_steps} where migration = {Value(key)} and step >= {Number(step)}";

    /// <summary>Moves the end of what a backfill has written. It changes no row where another runner has moved it meanwhile.</summary>
    public SqlStatement MoveSliceEnd(string key, int step, string? before, string after)
    {
        var isAsBefore = before is null ? SqlStatement.Raw("is null") : $"= {Value(before)}";
        return $"update {_steps} set slice_end = {Value(after)} where migration = {Value(key)} and step = {Number(step)} and state = 'intended' and slice_end {isAsBefore}";
    }

    /// <summary>The column is of one number, so that other versions are only in the key.</summary>
    private static SqlStatement VersionOf(Migration migration) => SqlStatement.Raw(migration.Version?.Number?.ToString(CultureInfo.InvariantCulture) ?? "null");

    private static SqlStatement Number(int number) => SqlStatement.Raw(number.ToString(CultureInfo.InvariantCulture));

    private static string StateText<T>(T state)
        where T : struct, Enum
        => state.ToString().ToLowerInvariant();

    private SqlStatement Value(object value) => literal is not null ? SqlStatement.Raw(literal(value)) : $"{value}";

    /// <summary>
    /// A row's key while this session holds the runner's lock. Otherwise it is NULL, which the column rejects, and with it goes the
    /// whole transaction.
    /// </summary>
    private SqlStatement Guarded(string key)
        => literal is not null ? Value(key) : $"case when {SqlStatement.Raw(dialect.HoldsLock(schema))} then {Value(key)} end";
}
