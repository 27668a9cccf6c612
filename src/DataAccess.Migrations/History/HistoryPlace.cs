using DataAccess.Migrations.Dialects;
using DataAccess.Migrations.Sessions;

namespace DataAccess.Migrations.History;

/// <summary>Where the history is or, if there is none yet, where it will be.</summary>
/// <param name="Schema">Its schema; null where there is only one, and in a script that does not know it.</param>
/// <param name="Table">The history table.</param>
/// <param name="Exists">Whether it is there.</param>
internal sealed record HistoryPlace(string? Schema, string Table, bool Exists)
{
    public string StepTable => Table == MigrationHistory.Table ? MigrationHistory.StepTable : Table + "_steps";

    /// <summary>Its name for messages.</summary>
    public string Shown => Shows(Schema, Table);

    /// <summary>What the options say, for a script that is written without a database.</summary>
    public static HistoryPlace Of(MigrationOptions options) => new(options.HistorySchema, options.HistoryTable ?? MigrationHistory.Table, Exists: false);

    /// <summary>Finds the history wherever this user can see one. Writes nothing.</summary>
    /// <param name="session">The session.</param>
    /// <param name="dialect">Its engine.</param>
    /// <param name="current">The schema where tables are created now; null where there is only one.</param>
    /// <param name="options">May say which one it is.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <exception cref="MigrationException">There are several, or one that this user may not read.</exception>
    public static async ValueTask<HistoryPlace> FindAsync(
        MigrationSession session, RunnerDialect dialect, string? current, MigrationOptions options, CancellationToken cancellationToken)
    {
        var table = options.HistoryTable ?? MigrationHistory.Table;
        if (options.HistorySchema is { } chosen)
        {
            return dialect.HasSchemas
                ? new HistoryPlace(chosen, table, await session.ScalarAsync(dialect.TableExists(chosen, table), cancellationToken).ConfigureAwait(false) is not null)
                : throw MigrationException.Validation([$"{nameof(MigrationOptions.HistorySchema)} is '{chosen}', and {session.Provider.Endpoint} has no schemas. Omit --history-schema."]);
        }

        var found = await dialect.FindTablesAsync(session, current, table, cancellationToken).ConfigureAwait(false);
        return found.Where(static f => f.IsReadable).ToList() switch
        {
            [var only] => new HistoryPlace(only.Schema, table, Exists: true),
            [_, ..] readable => throw MigrationException.Validation(
                [$"{readable.Count} histories were found on {session.Provider.Endpoint}: {string.Join(" and ", readable.Select(f => $"{Shows(f.Schema, table)} of {f.Owner}"))}. Choose one with --history-schema ({nameof(MigrationOptions)}.{nameof(MigrationOptions.HistorySchema)})."]),
            _ when found.Count > 0 => throw MigrationException.Validation(
                [$"This user may not read the history {string.Join(" and ", found.Select(f => $"{Shows(f.Schema, table)} of {f.Owner}"))} on {session.Provider.Endpoint}. Grant it usage of the schema, and select, insert, update and delete on {table} and its steps; or, if that history is not this program's, name the schema of its own with --history-schema ({nameof(MigrationOptions)}.{nameof(MigrationOptions.HistorySchema)})."]),
            _ => new HistoryPlace(current, table, Exists: false),
        };
    }

    private static string Shows(string? schema, string table) => schema is null ? table : $"{schema}.{table}";
}
