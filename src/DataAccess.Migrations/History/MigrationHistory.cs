using DataAccess.Mapping;
using DataAccess.Migrations.Dialects;
using DataAccess.Migrations.Parsing;
using DataAccess.Migrations.Sessions;

namespace DataAccess.Migrations.History;

/// <summary>The two tables that record what was applied and how far a run got. Reads only; the writes come from <see cref="HistoryWrites"/>.</summary>
internal sealed class MigrationHistory(MigrationSession session, RunnerDialect dialect, string? schema)
{
    public const string Table = "dataaccess_migrations";
    public const string StepTable = "dataaccess_migration_steps";

    public string Quoted { get; } = session.Provider.Quote(new TableName(Table, schema));

    public string QuotedSteps { get; } = session.Provider.Quote(new TableName(StepTable, schema));

    /// <summary>Creates the tables if they are missing. A user without the right to create tables can continue if they exist.</summary>
    /// <exception cref="MigrationException">They could not be created.</exception>
    public async ValueTask EnsureAsync(CancellationToken cancellationToken)
    {
        foreach (var (name, quoted, columns) in new[] { (Table, Quoted, dialect.HistoryColumns), (StepTable, QuotedSteps, dialect.StepColumns) })
        {
            if (await ExistsAsync(name, cancellationToken).ConfigureAwait(false))
            {
                continue;
            }

            try
            {
                await session.ExecuteAsync(SqlStatement.Raw($"create table if not exists {quoted} ({columns})"), cancellationToken).ConfigureAwait(false);
            }
            catch (Exception exception) when (session.Classify(exception) is { } failure && MayNotWrite(failure))
            {
                throw new MigrationException(
                    MigrationFailure.Validation,
                    $"The history table {name} could not be created on {session.Provider.Endpoint}: {failure.Message} ({failure.Code}). Let this user create tables there, or run the first 'up' as another user.",
                    exception);
            }
        }
    }

    /// <summary>A read-only database, such as a read-only file or a standby, may be so only for a while; here it is reported at once.</summary>
    private static bool MayNotWrite(in DatabaseFailure failure)
        => failure is { Kind: FailureKind.Fatal } or { Kind: FailureKind.Unavailable, Code: "SQLITE_8" or "25006" };

    /// <summary>All rows, or none if the table does not exist yet. Writes nothing.</summary>
    public async ValueTask<IReadOnlyList<HistoryRow>> ReadAsync(CancellationToken cancellationToken)
        => await ExistsAsync(Table, cancellationToken).ConfigureAwait(false)
            ? await session.QueryAsync(
                SqlStatement.Raw($"select migration, version, name, checksum, state, applied_at, duration_ms from {Quoted}"),
                static reader => new HistoryRow(
                    reader.GetString(0),
                    reader.IsDBNull(1) ? VersionOf(reader.GetString(0)) : reader.GetInt64(1),
                    reader.GetString(2),
                    reader.GetString(3),
                    Enum.Parse<HistoryState>(reader.GetString(4), ignoreCase: true),
                    DateTime.SpecifyKind(reader.GetDateTime(5), DateTimeKind.Utc),
                    reader.GetInt64(6)),
                cancellationToken).ConfigureAwait(false)
            : [];

    public async ValueTask<IReadOnlyList<StepRow>> StepsAsync(string key, CancellationToken cancellationToken)
        => await session.QueryAsync(
            $"select step, line, checksum, statement, state, before_state, slice_end from {SqlStatement.Raw(QuotedSteps)} where migration = {key} order by step",
            static reader => new StepRow(
                reader.GetInt32(0),
                reader.GetInt32(1),
                reader.GetString(2),
                reader.GetString(3),
                reader.GetString(4) == "done",
                Enum.Parse<CatalogState>(reader.GetString(5), ignoreCase: true),
                reader.IsDBNull(6) ? null : reader.GetString(6)),
            cancellationToken).ConfigureAwait(false);

    /// <summary>The migrations with steps in the journal, and whether one of those is still intended.</summary>
    public async ValueTask<IReadOnlyDictionary<string, bool>> JournaledAsync(CancellationToken cancellationToken)
    {
        var statement = SqlStatement.Raw($"select migration, max(case when state = 'intended' then 1 else 0 end) from {QuotedSteps} group by migration");
        var rows = await session.QueryAsync(statement, static reader => (Key: reader.GetString(0), IsIntended: reader.GetInt32(1) == 1), cancellationToken).ConfigureAwait(false);
        return rows.ToDictionary(static row => row.Key, static row => row.IsIntended, StringComparer.Ordinal);
    }

    /// <summary>The column has only versions of one number.</summary>
    private static MigrationVersion? VersionOf(string key) => MigrationVersion.TryParse(key, out var version) ? version : null;

    private async ValueTask<bool> ExistsAsync(string table, CancellationToken cancellationToken)
        => await session.ScalarAsync(dialect.TableExists(schema, table), cancellationToken).ConfigureAwait(false) is not null;
}
