using DataAccess.Migrations.Files;
using DataAccess.Migrations.History;
using DataAccess.Migrations.Parsing;
using DataAccess.Migrations.Planning;
using DataAccess.Migrations.Scripting;

namespace DataAccess.Migrations.Engines.PostgreSql;

/// <summary>PostgreSQL: conditions need DO blocks, which execute a statement from its text.</summary>
internal sealed class PostgreSqlScript() : ScriptDialect(PostgreSqlRunner.Instance)
{
    public override string Command => "psql -v ON_ERROR_STOP=1 -f FILE";

    public override IReadOnlyList<string> Opening(string? schema) =>
    [
        $"do $$ begin if not (pg_try_advisory_lock({PostgreSqlLock.GateInScript(schema)}) and pg_try_advisory_lock({PostgreSqlLock.InScript(schema)})) then raise exception 'another migration runner is active'; end if; end $$;",
        $"select pg_advisory_unlock({PostgreSqlLock.GateInScript(schema)});",
    ];

    public override IReadOnlyList<string> Closing(string? schema) => [$"select pg_advisory_unlock({PostgreSqlLock.InScript(schema)});"];

    public override IEnumerable<string> ResetAfter(IReadOnlyCollection<MigrationStep> steps)
        => steps.Any(MayRemain) ? PostgreSqlRunner.ResetTexts.Skip(1).Select(static text => text + ";") : [];

    /// <summary>After a reset, a setting of the user's own is the empty string and not unset, as it would be in a new session.</summary>
    public override string? LeftBy(MigrationStep step)
    {
        var words = new StatementWords(step.Statement.Text, PostgreSqlFlavour.Instance);
        var at = words.At(1, "LOCAL") || words.At(1, "SESSION") ? 2 : 1;
        var isSet = words.At(0, "SET") && words[at + 1] == ".";
        var call = words.IndexOf("set_config", "(");
        return isSet || (call >= 0 && words[call + 2].Contains('.', StringComparison.Ordinal)) ? "a setting of its own that cannot be unset" : null;
    }

    /// <summary>A string with a backslash says itself how that is read, as a file may have changed it.</summary>
    public override string Literal(object? value)
        => value is string text && text.Contains('\\', StringComparison.Ordinal) ? $"E{base.Literal(text.Replace("\\", "\\\\", StringComparison.Ordinal))}" : base.Literal(value);

    public override string LockTimeout(TimeSpan timeout) => Invariant($"set lock_timeout = {(long)timeout.TotalMilliseconds};");

    public override string? GuardRejectionOf(MigrationStep step)
        => step.Statement.Data is not null ? "takes its rows from psql, which no conditional of PostgreSQL can"
            : step.Traits.IsTransactional ? null
            : "cannot run inside a DO block, the only conditional that PostgreSQL has";

    public override IEnumerable<string> Guard(PlannedMigration migration, HistoryWrites writes, string history, string steps)
    {
        var key = Literal(KeyOf(migration));
        var checksum = Literal(migration.Migration.Up.Checksum);

        // A repeatable one runs again where it has changed.
        var isThere = $"exists (select 1 from {history} where migration = {key}{(migration.Migration.Version is null ? $" and checksum = {checksum}" : "")}";
        var texts = migration.Whole.Select(Execute);
        if (migration.IsOneTransaction)
        {
            var put = writes.Put(migration.Migration, HistoryState.Applied, TimeSpan.Zero).Select(static statement => statement.ToString());
            yield return Block($"not {isThere})", [.. put, .. texts]);
            yield break;
        }

        var applying = $"{isThere} and state = 'applying')";
        yield return Block(
            $"not {isThere})",
            [writes.RemoveSteps(KeyOf(migration)).ToString(), .. writes.Put(migration.Migration, HistoryState.Applying, TimeSpan.Zero).Select(static statement => statement.ToString())]);
        if (migration.Before is { } before)
        {
            yield return Block(applying, [.. before.Steps.Select(Execute)]);
        }

        foreach (var step in migration.Steps)
        {
            yield return Block(
                Invariant($"{applying} and not exists (select 1 from {steps} where migration = {key} and step = {step.Number})"),
                [writes.Intend(KeyOf(migration), step, CatalogState.Unknown).ToString(), writes.Done(KeyOf(migration), step.Number).ToString(), Execute(step)]);
        }

        if (migration.After is { } after)
        {
            yield return Block(applying, [.. after.Steps.Select(Execute)]);
        }

        yield return Block(applying, [writes.SetState(KeyOf(migration), HistoryState.Applied, migration.Migration.Up.Checksum, TimeSpan.Zero).ToString()]);
    }

    /// <summary>A function can set anything.</summary>
    private static bool MayRemain(MigrationStep step)
        => step.Traits.IsSession || step.Traits.IsLostWithSession || step.Traits.MayCommit
            || new StatementWords(step.Statement.Text, PostgreSqlFlavour.Instance, limit: 1)[0].ToUpperInvariant() is "SELECT" or "WITH" or "DO" or "CALL" or "EXECUTE" or "VALUES" or "TABLE";

    private static string Execute(MigrationStep step)
    {
        var tag = TagFor(step.Statement.Text);
        return $"execute {tag}{step.Statement.Text}{tag}";
    }

    private static string Block(string condition, IReadOnlyList<string> statements)
    {
        var body = $"begin\nif {condition} then\n{string.Join("\n", statements.Select(static s => s + ";"))}\nend if;\nend";
        var tag = TagFor(body);
        return $"do {tag}\n{body}\n{tag};";
    }

    /// <summary>A quote that the text does not hold.</summary>
    private static string TagFor(string text)
    {
        var tag = "$sql$";
        for (var i = 1; text.Contains(tag, StringComparison.Ordinal); i++)
        {
            tag = Invariant($"$sql{i}$");
        }

        return tag;
    }
}
