using System.Text;
using DataAccess.Migrations.Files;
using DataAccess.Migrations.History;
using DataAccess.Migrations.Parsing;
using DataAccess.Migrations.Planning;
using DataAccess.Migrations.Scripting;

namespace DataAccess.Migrations.Engines.MySql;

/// <summary>MySQL and MariaDB: conditions need a procedure, which is dropped again.</summary>
internal sealed class MySqlScript() : ScriptDialect(MySqlRunner.Instance)
{
    private const string Procedure = "dataaccess_migration_script";

    /// <summary>Settings by which a statement is read.</summary>
    private static readonly string[] Readings = ["NAMES", "CHARACTER", "CHARSET", "SQL_MODE", "CHARACTER_SET_CLIENT", "CHARACTER_SET_CONNECTION", "COLLATION_CONNECTION"];

    private static readonly string[] Delimiters = ["//", "$$", ";;", "@@", "~~"];

    public override string Command => "mysql DATABASE < FILE";

    // An expression that fails, as outside of a procedure nothing else ends a script.
    public override IReadOnlyList<string> Opening(string? schema) =>
    [
        "set names utf8mb4;",
        "set @dataaccess_database = database();",
        $"select if(get_lock({MySqlRunner.Gate}, 10) = 1 and get_lock({MySqlRunner.Lock}, 0) = 1, 'locked', (select 'another migration runner is active' union select 'stopped')) as migrations;",
        $"do release_lock({MySqlRunner.Gate});",
    ];

    public override IReadOnlyList<string> Closing(string? schema) => [$"do release_lock({MySqlRunner.Lock});"];

    public override IEnumerable<string> ResetAfter(IReadOnlyCollection<MigrationStep> steps)
        => MySqlScriptReset.After(steps, [.. Runner.ResetSession("").Skip(1).Select(static statement => statement + ";")], MySqlRunner.Settings);

    public override string LockTimeout(TimeSpan timeout)
        => Invariant($"set session lock_wait_timeout = {Math.Max(1, (long)Math.Ceiling(timeout.TotalSeconds))}, session innodb_lock_wait_timeout = {Math.Max(1, (long)Math.Ceiling(timeout.TotalSeconds))};");

    /// <summary>The client program ends a statement at the first semicolon.</summary>
    public override string Terminate(string statement)
    {
        var words = new StatementWords(statement, MySqlFlavour.Instance, limit: int.MaxValue);
        return words.Has(";") ? Delimited(statement) : statement + ";";
    }

    public override string? RejectionOf(MigrationStep step)
        => new StatementWords(step.Statement.Text, MySqlFlavour.Instance, limit: 2).At(0, "USE")
            ? "would put the history's rows into another database"
            : null;

    public override string? GuardRejectionOf(MigrationStep step)
    {
        var words = new StatementWords(step.Statement.Text, MySqlFlavour.Instance);
        var verb = words[0].ToUpperInvariant();
        var isRoutine = verb is "CREATE" or "ALTER" or "DROP" && HasObject(words);
        return isRoutine || verb is "LOCK" or "UNLOCK" or "LOAD" || words.At(0, "BEGIN") || words.At(0, "ALTER", "VIEW")
            ? "cannot run inside a procedure, the only conditional that MySQL has"
            : words.At(0, "SET") && Array.Exists(Readings, word => words.Has(word))
            ? "changes how the statements after it are read, and a procedure, the only conditional that MySQL has, is read before it runs"
            : null;
    }

    public override IEnumerable<string> Guard(PlannedMigration migration, HistoryWrites writes, string history, string steps)
    {
        var key = Literal(KeyOf(migration));
        var same = migration.Migration.Version is null ? $" and checksum = {Literal(migration.Migration.Up.Checksum)}" : "";
        var message = Literal($"{migration.Migration.Name} is partly applied, run dataaccess migrate up");

        // A repeatable migration in the history has another checksum there.
        var run = Run(migration.Migration.Version is null ? migration with { Action = PlannedAction.Reapply } : migration, writes);
        var body = $"""
            create procedure {Procedure}()
            begin
            if exists (select 1 from {history} where migration = {key} and state in ('applying', 'undoing')) then
            signal sqlstate '45000' set message_text = {message};
            end if;
            if not exists (select 1 from {history} where migration = {key}{same}) then
            {string.Join("\n", run)}
            end if;
            end
            """;
        return [$"drop procedure if exists {Procedure};", Delimited(body), $"call {Procedure}();", $"drop procedure {Procedure};"];
    }

    protected override string Quote(string name) => MySqlText.Quote(name);

    /// <summary>In hex where a file's own settings could change how it is read.</summary>
    public override string Literal(object? value)
        => value is string text && text.AsSpan().IndexOfAnyExceptInRange(' ', '~') is var odd && (odd >= 0 || text.Contains('\\', StringComparison.Ordinal))
            ? $"_utf8mb4 0x{Convert.ToHexString(Encoding.UTF8.GetBytes(text))}"
            : base.Literal(value);

    private static bool HasObject(StatementWords words)
        => Enumerable.Range(1, 12).Any(i => words.At(i, "PROCEDURE") || words.At(i, "FUNCTION") || words.At(i, "TRIGGER") || words.At(i, "EVENT"))
            && !words.At(1, "TABLE") && !words.At(1, "VIEW") && !words.At(1, "INDEX");

    private static string Delimited(string statement)
    {
        var delimiter = Delimiters.First(d => !statement.Contains(d, StringComparison.Ordinal) || d == Delimiters[^1]);
        return $"DELIMITER {delimiter}\n{statement}\n{delimiter}\nDELIMITER ;";
    }
}
