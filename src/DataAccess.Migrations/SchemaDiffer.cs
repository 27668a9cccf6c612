using DataAccess.Migrations.Diffing;
using DataAccess.Migrations.Engines;
using DataAccess.Migrations.Scratch;
using DataAccess.Migrations.Snapshots;

namespace DataAccess.Migrations;

/// <summary>Finds the statements that make one schema another, with both in scratch databases. The database itself is never changed.</summary>
internal sealed class SchemaDiffer : IAsyncDisposable
{
    private readonly MigrationEngine _engine;
    private readonly ScratchDatabase _present;
    private readonly ScratchDatabase _wished;
    private readonly MigrationOptions _options;
    private readonly List<DiffStatement> _renames = [];

    private SchemaDiffer(MigrationEngine engine, MigrationOptions options, ScratchDatabase present, ScratchDatabase wished)
    {
        _options = options;
        _engine = engine;
        _present = present;
        _wished = wished;
    }

    /// <param name="server">The database whose server takes the scratch databases.</param>
    /// <param name="url">Its URL or connection string.</param>
    /// <param name="options">Where the history is that is left out.</param>
    /// <param name="makePresent">Makes the present schema in an empty database.</param>
    /// <param name="wished">The script of the wished schema.</param>
    /// <param name="name">What that is called in messages.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <exception cref="MigrationException">A script or a migration failed.</exception>
    public static async Task<SchemaDiffer> OpenAsync(
        Database server, string url, MigrationOptions options, Func<Database, CancellationToken, Task> makePresent, string wished, string name, CancellationToken cancellationToken)
    {
        var present = await ScratchDatabase.CreateAsync(server, url, "scratch", cancellationToken).ConfigureAwait(false);
        ScratchDatabase? other = null;
        try
        {
            var engine = EngineRegistry.Find(server.Provider);
            await makePresent(present.Database, cancellationToken).ConfigureAwait(false);
            other = await ScratchDatabase.CreateAsync(server, url, "scratch", cancellationToken).ConfigureAwait(false);
            await ScratchScript.RunAsync(other.Database, wished, engine.Flavour, name, cancellationToken).ConfigureAwait(false);
            return new SchemaDiffer(engine, options, present, other);
        }
        catch
        {
            await using (present.ConfigureAwait(false))
            {
                if (other is not null)
                {
                    await other.DisposeAsync().ConfigureAwait(false);
                }
            }

            throw;
        }
    }

    /// <summary>Finds the statements, or what has to be answered before. Its last call is the one without questions.</summary>
    /// <param name="answers">What the user said so far.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <exception cref="MigrationException">A change can only be made by hand, or a statement does not run.</exception>
    public async Task<DiffResult> PlanAsync(DiffAnswers answers, CancellationToken cancellationToken)
    {
        var wished = await ReadAsync(_wished, cancellationToken).ConfigureAwait(false);
        while (true)
        {
            var present = await ReadAsync(_present, cancellationToken).ConfigureAwait(false);
            var questions = RenameFinder.Of(present, wished).Where(question => !answers.IsDropped(question)).ToList();
            if (questions.Find(question => answers.NewNameOf(question) is not null) is { } answered)
            {
                await RenameAsync(answered, answers.NewNameOf(answered)!, cancellationToken).ConfigureAwait(false);
                continue;
            }

            var open = questions.FindAll(static question => question.Candidates.Count > 0);
            if (open.Count > 0)
            {
                return new DiffResult(open, [], []);
            }

            IReadOnlyList<DiffStatement> statements = SchemaDiff.Of(_engine.Diff, present, wished);
            return new DiffResult([], [.. _renames, .. statements], await TryAsync(statements, wished, cancellationToken).ConfigureAwait(false));
        }
    }

    public async ValueTask DisposeAsync()
    {
        await using (_present.ConfigureAwait(false))
        {
            await _wished.DisposeAsync().ConfigureAwait(false);
        }
    }

    private async Task RenameAsync(DiffQuestion question, string name, CancellationToken cancellationToken)
    {
        var sql = question.Table is { } table ? DiffDialect.RenameColumn(table, question.Old, name) : _engine.Diff.RenameTable(question.Old, name);
        await ScratchScript.RunAsync(_present.Database, sql, _engine.Flavour, question.Subject, cancellationToken).ConfigureAwait(false);
        _renames.Add(new DiffStatement(sql));
    }

    /// <summary>Runs the statements, and compares.</summary>
    private async Task<IReadOnlyList<SchemaDifference>> TryAsync(IReadOnlyList<DiffStatement> statements, SchemaContent wished, CancellationToken cancellationToken)
    {
        var script = DiffText.Write(new DiffResult([], statements, []), _engine.Diff, "");
        await ScratchScript.RunAsync(_present.Database, script, _engine.Flavour, "The generated migration", cancellationToken).ConfigureAwait(false);
        var made = await ReadAsync(_present, cancellationToken).ConfigureAwait(false);

        // A dump as the wished schema has nothing of what the snapshot does not know, which is no wish to be rid of it.
        return _engine.Diff.Compare(wished with { Unknown = wished.Unknown.Union(made.Unknown, StringComparer.Ordinal).ToList() }, made);
    }

    private ValueTask<SchemaContent> ReadAsync(ScratchDatabase scratch, CancellationToken cancellationToken) => SchemaSnapshot.ReadAsync(_engine, scratch.Database, _options, cancellationToken);
}
