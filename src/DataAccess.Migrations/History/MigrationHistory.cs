using DataAccess.Mapping;
using DataAccess.Migrations.Dialects;
using DataAccess.Migrations.Parsing;
using DataAccess.Migrations.Sessions;

namespace DataAccess.Migrations.History;

/// <summary>The two tables that record what was applied and how far a run got. Reads only; the writes come from <see cref="HistoryWrites"/>.</summary>
internal sealed class MigrationHistory(MigrationSession session, RunnerDialect dialect, HistoryPlace place)
{
    public const string Table = "dataaccess_migrations";
    public const string StepTable = "dataaccess_migration_steps";

    /// <summary>How many objects of a database a message names.</summary>
    private const int MaxShown = 5;

    public string Quoted { get; } = session.Provider.Quote(new TableName(place.Table, place.Schema));

    public string QuotedSteps { get; } = session.Provider.Quote(new TableName(place.StepTable, place.Schema));

    /// <summary>Creates the tables if they are missing. A user without the right to create tables can continue if they exist.</summary>
    /// <exception cref="MigrationException">They could not be created.</exception>
    public async ValueTask EnsureAsync(CancellationToken cancellationToken)
    {
        foreach (var (name, quoted, columns) in new[] { (place.Table, Quoted, dialect.HistoryColumns), (place.StepTable, QuotedSteps, dialect.StepColumns) })
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
    /// <exception cref="MigrationException">This user may not read it.</exception>
    public async ValueTask<IReadOnlyList<HistoryRow>> ReadAsync(CancellationToken cancellationToken)
    {
        try
        {
            return place.Exists || await ExistsAsync(place.Table, cancellationToken).ConfigureAwait(false) ? await ReadRowsAsync(cancellationToken).ConfigureAwait(false) : [];
        }
        catch (Exception exception) when (session.Classify(exception) is { Kind: FailureKind.Fatal } failure)
        {
            throw new MigrationException(
                MigrationFailure.Validation,
                $"The history {place.Shown} on {session.Provider.Endpoint} cannot be read: {failure.Message} ({failure.Code}). Grant this user select, insert, update and delete on it and on {place.StepTable}.",
                exception);
        }
    }

    private async ValueTask<IReadOnlyList<HistoryRow>> ReadRowsAsync(CancellationToken cancellationToken)
        => await session.QueryAsync(
                SqlStatement.Raw($"select migration, version, name, checksum, state, applied_at, duration_ms, applied_by from {Quoted}"),
                static reader => new HistoryRow(
                    reader.GetString(0),
                    reader.IsDBNull(1) ? VersionOf(reader.GetString(0)) : reader.GetInt64(1),
                    reader.GetString(2),
                    reader.GetString(3),
                    Enum.Parse<HistoryState>(reader.GetString(4), ignoreCase: true),
                    DateTime.SpecifyKind(reader.GetDateTime(5), DateTimeKind.Utc),
                    reader.GetInt64(6),
                    reader.GetString(7)),
                cancellationToken).ConfigureAwait(false);

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

    /// <summary>Why nothing may run here: the database has tables and the like, and no history. Null if it may.</summary>
    public async ValueTask<string?> NonEmptyAsync(MigrationOptions options, CancellationToken cancellationToken)
    {
        if (options.AllowNonEmpty)
        {
            return null;
        }

        var objects = await session.QueryAsync(dialect.SomeObjects(options.HistorySchema, place.Table), static reader => reader.GetString(0), cancellationToken).ConfigureAwait(false);
        return objects.Count == 0
            ? null
            : $"There is no history of migrations on {session.Provider.Endpoint}, but the database is not empty: it has {string.Join(", ", objects.Take(MaxShown))}{(objects.Count > MaxShown ? " and more" : "")}. "
                + $"If it already has what some of the migrations make, mark those with 'dataaccess migrate baseline VERSION', or with 'adopt' if another tool applied them. If all of them are to run beside what is there, pass --allow-non-empty ({nameof(MigrationOptions)}.{nameof(MigrationOptions.AllowNonEmpty)}).";
    }

    private async ValueTask<bool> ExistsAsync(string table, CancellationToken cancellationToken)
        => await session.ScalarAsync(dialect.TableExists(place.Schema, table), cancellationToken).ConfigureAwait(false) is not null;
}
