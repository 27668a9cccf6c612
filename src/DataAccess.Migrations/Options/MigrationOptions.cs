using System.Reflection;

namespace DataAccess.Migrations;

/// <summary>Where migrations come from and how they run.</summary>
public sealed class MigrationOptions
{
    /// <summary>The longest name that leaves room for the step table's.</summary>
    private const int MaxTableName = 57;

    /// <summary>The folder with the migrations, or the resources' folder where <see cref="Assembly"/> is set. Default <c>migrations</c>.</summary>
    public string Directory { get; set; } = "migrations";

    /// <summary>The assembly whose embedded resources are the migrations; null, the default, for files in <see cref="Directory"/>.</summary>
    public Assembly? Assembly { get; set; }

    /// <summary>What is rolled back when a statement fails. Default <see cref="MigrationTransaction.File"/>.</summary>
    public MigrationTransaction Transaction { get; set; }

    /// <summary>What to do with a file older than the newest applied one. Default <see cref="MigrationOrder.Strict"/>.</summary>
    public MigrationOrder Order { get; set; }

    /// <summary>How long a statement waits for another session's lock before it times out and is retried. Default 3 s. A file's <c>lock-timeout</c> directive takes precedence.</summary>
    public TimeSpan LockTimeout { get; set; } = TimeSpan.FromSeconds(3);

    /// <summary>How long one migration is retried, with growing pauses, while others hold its locks. Default 1 min.</summary>
    public TimeSpan LockRetryBudget { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>How long to wait for another runner to finish. Default 5 min.</summary>
    public TimeSpan RunnerTimeout { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>Values for <c>${name}</c> in the files. A name without a value is an error. Null, the default, for no values.</summary>
    public IReadOnlyDictionary<string, string>? Placeholders { get; set; }

    /// <summary>Whether <c>${name}</c> in the files is replaced by a value of <see cref="Placeholders"/>. Default true; false leaves such text as it is.</summary>
    public bool UsesPlaceholders { get; set; } = true;

    /// <summary>
    /// Whether <see cref="Migrator.UpAsync"/> creates the database if it does not exist, with the server's defaults: over the database <c>postgres</c> or, if that
    /// cannot be opened, <c>template1</c> on PostgreSQL, over no database on MySQL and MariaDB. The user needs the right to. Default false: a missing
    /// database is an error. SQLite's file is created in either case.
    /// </summary>
    public bool CreateDatabase { get; set; }

    /// <summary>
    /// Whether to run on a database that has tables, views or routines and no history. Default false: that is an error, as the database
    /// may have been migrated in another way. <see cref="Migrator.BaselineAsync"/> marks what such a database already has.
    /// </summary>
    public bool AllowNonEmpty { get; set; }

    /// <summary>
    /// The schema of the history; on MySQL and MariaDB a database's name. Null, the default, finds the history in any schema that the user can
    /// see (on MySQL and MariaDB in the connection's database) and creates a new one where tables are created. Two found are an error, which this resolves.
    /// </summary>
    public string? HistorySchema { get; set; }

    /// <summary>The name of the history table; the table of its steps has <c>_steps</c> at the end. Null, the default, is <c>dataaccess_migrations</c>.</summary>
    public string? HistoryTable { get; set; }

    /// <summary>
    /// Migrations written in C#, which run among the files by their versions. Default none. <c>AddDataAccessMigrations</c> adds those that are
    /// registered as services.
    /// </summary>
    public IReadOnlyList<ICodeMigration> CodeMigrations { get; set; } = [];

    /// <summary>The same for a database that was just created: it may have what the server's template has, and no history of another one is written to.</summary>
    internal MigrationOptions ForScratch()
    {
        var copy = (MigrationOptions)MemberwiseClone();
        (copy.AllowNonEmpty, copy.HistorySchema) = (true, null);
        return copy;
    }

    /// <summary>Whether it is known that a session's lock works on this server, so that no second connection is needed to find out.</summary>
    internal bool HasCheckedTopology { get; private set; }

    /// <summary>The same options for one of many tenants.</summary>
    /// <param name="schema">The schema or database of its history; null where there is only one.</param>
    internal MigrationOptions ForTenant(string? schema)
    {
        var copy = (MigrationOptions)MemberwiseClone();
        copy.HasCheckedTopology = true;
        copy.HistorySchema = schema;
        return copy;
    }

    /// <exception cref="InvalidOptionsException">Some are not valid; the message names all of them.</exception>
    internal void Validate()
    {
        (string Name, TimeSpan Value)[] times =
            [(nameof(LockTimeout), LockTimeout), (nameof(LockRetryBudget), LockRetryBudget), (nameof(RunnerTimeout), RunnerTimeout)];
        var problems = times
            .Where(static t => t.Value <= TimeSpan.Zero || t.Value > TimeSpan.FromDays(1))
            .Select(static t => $"{t.Name} is {t.Value}; it must be greater than zero and at most one day.")
            .ToList();
        if (string.IsNullOrWhiteSpace(Directory))
        {
            problems.Add($"{nameof(Directory)} is empty; set it to the migrations' folder.");
        }

        if (!UsesPlaceholders && Placeholders is { Count: > 0 })
        {
            problems.Add($"{nameof(Placeholders)} has values although {nameof(UsesPlaceholders)} is false; omit one of them.");
        }

        if (HistorySchema is { } schema && string.IsNullOrWhiteSpace(schema))
        {
            problems.Add($"{nameof(HistorySchema)} is empty; set it to a schema, or to null.");
        }

        if (HistoryTable is { } table && (string.IsNullOrWhiteSpace(table) || table.Length > MaxTableName))
        {
            problems.Add(Invariant($"{nameof(HistoryTable)} is '{table}'; set it to a name of 1 to {MaxTableName} characters, or to null."));
        }

        if (problems.Count > 0)
        {
            throw new InvalidOptionsException("The migration options are not valid. " + string.Join(" ", problems));
        }
    }
}
