using DataAccess.Migrations.Dialects;
using DataAccess.Migrations.Files;
using DataAccess.Migrations.History;
using DataAccess.Migrations.Running;
using DataAccess.Migrations.Sessions;

namespace DataAccess.Migrations.Adopting;

/// <summary>Takes over another tool's history.</summary>
internal sealed class AdoptRun(RunnerDialect dialect, ExternalTool tool, string? table)
{
    /// <summary>What would be taken over. Writes nothing.</summary>
    /// <exception cref="MigrationException">It cannot be taken over; the message names all problems.</exception>
    public async ValueTask<IReadOnlyList<AdoptedMigration>> PlanAsync(MigrationSession session, MigrationSet files, CancellationToken cancellationToken)
    {
        var schema = await dialect.SchemaAsync(session, cancellationToken).ConfigureAwait(false);
        var history = await new MigrationHistory(session, dialect, schema).ReadAsync(cancellationToken).ConfigureAwait(false);
        return (await MapAsync(session, schema, history, files, cancellationToken).ConfigureAwait(false))
            .Select(static taken => new AdoptedMigration(taken.Migration.Name, taken.Migration.Version, taken.Entry.Shown.Trim(), taken.State == HistoryState.Baseline))
            .ToList();
    }

    /// <summary>Takes it over, read anew inside the lock.</summary>
    public async ValueTask<IReadOnlyList<CompletedMigration>> WriteAsync(RunContext run, MigrationSet files, CancellationToken cancellationToken)
    {
        var history = await run.History.ReadAsync(cancellationToken).ConfigureAwait(false);
        var taken = await MapAsync(run.Session, run.Schema, history, files, cancellationToken).ConfigureAwait(false);
        var writes = new HistoryWrites(run.History.Quoted, run.History.QuotedSteps, dialect) { AppliedBy = $"{HistoryWrites.Runner}, adopted from {tool.Name}" };
        await run.WriteAsync([.. taken.SelectMany(t => writes.Put(t.Migration, t.State, TimeSpan.Zero))]).ConfigureAwait(false);
        return [];
    }

    private async ValueTask<IReadOnlyList<(Migration Migration, ExternalEntry Entry, HistoryState State)>> MapAsync(
        MigrationSession session, string? schema, IReadOnlyList<HistoryRow> history, MigrationSet files, CancellationToken cancellationToken)
    {
        if (history.Count > 0)
        {
            throw MigrationException.Validation([$"{history[0].Name} is in the history already. Another tool's history is taken over by a database without one."]);
        }

        var (name, entries) = await ExternalHistory.ReadAsync(session, dialect, schema, tool, table, cancellationToken).ConfigureAwait(false);
        return new Adoption(files, tool, name).Map(entries);
    }
}
