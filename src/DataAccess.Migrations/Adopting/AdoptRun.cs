using DataAccess.Migrations.Dialects;
using DataAccess.Migrations.Files;
using DataAccess.Migrations.History;
using DataAccess.Migrations.Running;
using DataAccess.Migrations.Sessions;

namespace DataAccess.Migrations.Adopting;

/// <summary>Adopts another tool's history.</summary>
internal sealed class AdoptRun(RunnerDialect dialect, ExternalTool tool, string? table, MigrationOptions options)
{
    /// <summary>What would be adopted. Writes nothing.</summary>
    /// <exception cref="MigrationException">It cannot be adopted; the message lists all problems.</exception>
    public async ValueTask<IReadOnlyList<AdoptedMigration>> PlanAsync(MigrationSession session, MigrationSet files, CancellationToken cancellationToken)
    {
        var schema = await dialect.SchemaAsync(session, cancellationToken).ConfigureAwait(false);
        var place = await HistoryPlace.FindAsync(session, dialect, schema, options, cancellationToken).ConfigureAwait(false);
        var history = await new MigrationHistory(session, dialect, place).ReadAsync(cancellationToken).ConfigureAwait(false);
        return (await MapAsync(session, schema, history, files, cancellationToken).ConfigureAwait(false))
            .Select(static taken => new AdoptedMigration(taken.Migration.Name, taken.Migration.Version, taken.Entry.Shown.Trim(), taken.State == HistoryState.Baseline))
            .ToList();
    }

    /// <summary>Adopts it, read again inside the lock.</summary>
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
            throw MigrationException.Validation([$"{history[0].Name} is already in the history. Another tool's history can be adopted only by a database without a history."]);
        }

        var (name, entries) = await ExternalHistory.ReadAsync(session, dialect, schema, tool, table, cancellationToken).ConfigureAwait(false);
        return new Adoption(files, tool, name).Map(entries);
    }
}
