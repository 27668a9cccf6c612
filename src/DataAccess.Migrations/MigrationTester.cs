using DataAccess.Migrations.Engines;
using DataAccess.Migrations.Files;
using DataAccess.Migrations.Scratch;
using DataAccess.Migrations.Snapshots;

namespace DataAccess.Migrations;

/// <summary>Runs migrations up, down and up again in a scratch database, and compares the schemas on the way.</summary>
internal sealed class MigrationTester(Database server, string url, MigrationOptions options)
{
    private const string Undone = "When it was undone, the schema was not as before: its .down.sql does not take back all that it did.";
    private const string Again = "When it was applied again, the schema was not as after the first time.";
    private const string Straight = "The schema is not that of a run without any undoing: a .down.sql left something behind, or took too much.";

    private readonly MigrationEngine _engine = EngineRegistry.Find(server.Provider);
    private readonly MigrationOptions _options = options.ForScratch();
    private readonly UnkeptStatements _unkept = new(EngineRegistry.Find(server.Provider).Snapshot, server.Provider.Dialect);

    /// <summary>Tests all migrations, up to the first that does not run.</summary>
    /// <exception cref="MigrationException">The files are not valid.</exception>
    public async Task<IReadOnlyList<TestedMigration>> RunAsync(CancellationToken cancellationToken)
    {
        var files = await new Migrator(server, _options).ReadFilesAsync(cancellationToken).ConfigureAwait(false);
        if (files.Problems.Count > 0)
        {
            throw MigrationException.Validation(files.Problems);
        }

        var scratch = await ScratchDatabase.CreateAsync(server, url, "scratch", cancellationToken).ConfigureAwait(false);
        await using (scratch.ConfigureAwait(false))
        {
            var migrator = new Migrator(scratch.Database, _options);
            var tested = new List<TestedMigration>();
            foreach (var migration in files.Versioned)
            {
                tested.Add(await TestAsync(migrator, scratch.Database, migration, cancellationToken).ConfigureAwait(false));
                if (tested[^1].Problem is not null and not Undone and not Again)
                {
                    return tested;
                }
            }

            return files.Versioned.Any(static m => m.Down is not null) || files.Repeatable.Count > 0
                ? [.. tested, .. await TestEndAsync(migrator, scratch.Database, files, cancellationToken).ConfigureAwait(false)]
                : tested;
        }
    }

    private async Task<TestedMigration> TestAsync(Migrator migrator, Database database, Migration migration, CancellationToken cancellationToken)
    {
        var passed = new TestedMigration(migration.Name, migration.Version, migration.Down is not null, Problem: null, []) { NotCompared = NotComparedOf(migration) };
        try
        {
            var before = migration.Down is null ? null : await ReadAsync(database, cancellationToken).ConfigureAwait(false);
            await migrator.UpAsync(migration.Version, cancellationToken: cancellationToken).ConfigureAwait(false);
            return before is null ? passed : await UndoAsync(migrator, database, passed, before, cancellationToken).ConfigureAwait(false);
        }
        catch (MigrationException exception)
        {
            return passed with { Problem = exception.Message };
        }
    }

    /// <summary>The statements of a migration that is undone whose effect no comparison of schemas shows.</summary>
    private List<string> NotComparedOf(Migration migration)
        => migration.Down is not { } down || migration.Up.Code is not null
            ? []
            : UnkeptStatements.Named([.. _unkept.Of(migration.Up.Path, migration.Up.Statements), .. _unkept.Of(down.Path, down.Statements)]).Distinct(StringComparer.Ordinal).ToList();

    private async Task<TestedMigration> UndoAsync(Migrator migrator, Database database, TestedMigration passed, SchemaContent before, CancellationToken cancellationToken)
    {
        var after = await ReadAsync(database, cancellationToken).ConfigureAwait(false);
        await migrator.DownAsync(cancellationToken: cancellationToken).ConfigureAwait(false);
        var left = _engine.Diff.Compare(before, await ReadAsync(database, cancellationToken).ConfigureAwait(false));
        try
        {
            await migrator.UpAsync(passed.Version, cancellationToken: cancellationToken).ConfigureAwait(false);
        }
        catch (MigrationException exception) when (left.Count > 0)
        {
            return passed with { Problem = $"{Undone} It could not be applied again: {exception.Message}", Differences = left };
        }

        var changed = _engine.Diff.Compare(after, await ReadAsync(database, cancellationToken).ConfigureAwait(false));
        if (after.Unknown.Count > 0)
        {
            passed = passed with { NotCompared = [.. passed.NotCompared, .. after.Unknown.Except(before.Unknown, StringComparer.Ordinal).Select(SnapshotText.OneLine)] };
        }

        return left.Count > 0 ? passed with { Problem = Undone, Differences = left }
            : changed.Count > 0 ? passed with { Problem = Again, Differences = changed }
            : passed;
    }

    /// <summary>The repeatable migrations, and the comparison with a straight run.</summary>
    private async Task<IReadOnlyList<TestedMigration>> TestEndAsync(Migrator migrator, Database database, MigrationSet files, CancellationToken cancellationToken)
    {
        var repeatable = files.Repeatable.Select(static m => new TestedMigration(m.Name, m.Version, HasDown: false, Problem: null, [])).ToList();
        try
        {
            await migrator.UpAsync(cancellationToken: cancellationToken).ConfigureAwait(false);
        }
        catch (MigrationException exception)
        {
            return [repeatable[0] with { Problem = exception.Message }];
        }

        var straight = await ScratchDatabase.CreateAsync(server, url, "scratch", cancellationToken).ConfigureAwait(false);
        await using (straight.ConfigureAwait(false))
        {
            await new Migrator(straight.Database, _options).UpAsync(cancellationToken: cancellationToken).ConfigureAwait(false);
            var differences = _engine.Diff.Compare(
                await ReadAsync(straight.Database, cancellationToken).ConfigureAwait(false), await ReadAsync(database, cancellationToken).ConfigureAwait(false));
            return differences.Count == 0 ? repeatable : [.. repeatable, new TestedMigration("all", Version: null, HasDown: true, Straight, differences)];
        }
    }

    private ValueTask<SchemaContent> ReadAsync(Database database, CancellationToken cancellationToken) => SchemaSnapshot.ReadAsync(_engine, database, _options, cancellationToken);
}
