using DataAccess.Migrations.Engines;
using DataAccess.Migrations.Files;
using DataAccess.Migrations.Scratch;
using DataAccess.Migrations.Sessions;
using DataAccess.Migrations.Snapshots;

namespace DataAccess.Migrations;

/// <summary>Writes one file that makes the schema of many, which it replaces. Works in scratch databases; changes no file.</summary>
internal sealed class MigrationSquasher(Database server, string url, MigrationOptions options)
{
    private readonly MigrationEngine _engine = EngineRegistry.Find(server.Provider);
    private readonly MigrationOptions _options = options.ForScratch();

    /// <summary>Whether statements may be replaced whose effect the squashed file does not have, such as GRANT; its head names them then.</summary>
    public bool LeavesStatements { get; init; }

    /// <param name="to">The last version that is replaced.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <exception cref="MigrationException">The files are not valid, cannot be replaced by one, or one failed.</exception>
    public async Task<SquashedFile> RunAsync(MigrationVersion to, CancellationToken cancellationToken)
    {
        var files = await new Migrator(server, _options).ReadFilesAsync(cancellationToken).ConfigureAwait(false);
        var replaced = files.Versioned.Where(m => m.Version <= to).ToList();
        if (files.Problems.Count > 0 || ProblemOf(replaced, to) is not null)
        {
            throw MigrationException.Validation(files.Problems.Count > 0 ? files.Problems : [ProblemOf(replaced, to)!]);
        }

        // Before anything runs: a role that a file creates would be one of the server.
        var left = LeftIn(replaced, to);
        var scratch = await ScratchDatabase.CreateAsync(server, url, "scratch", cancellationToken).ConfigureAwait(false);
        await using (scratch.ConfigureAwait(false))
        {
            await new Migrator(scratch.Database, _options).UpAsync(to, cancellationToken: cancellationToken).ConfigureAwait(false);
            var content = await ReadAsync(scratch.Database, cancellationToken).ConfigureAwait(false);
            var versions = replaced.Select(static m => m.Version!.Value).ToList();
            string[] head =
            [
                .. ReplacedVersions.Write(versions).Select(static line => $"dataaccess: {line}"),
                Invariant($"The schema that the versions {versions[0]} to {to} made. A database that has all of them counts as having this one."),
                .. UnkeptStatements.Named(left).Select(static statement => $"What this statement did is not in this file: {statement}"),
            ];
            var text = SnapshotText.Write(content, _engine.Snapshot, head, applied: []);
            await ProveAsync(text, content, cancellationToken).ConfigureAwait(false);
            return new SquashedFile(
                SuffixOf(replaced[^1].Up.Path),
                text,
                replaced.SelectMany(static m => new[] { m.Up.Path, m.Down?.Path }).OfType<string>().Distinct(StringComparer.Ordinal).ToList(),
                await WithRowsAsync(scratch.Database, content, cancellationToken).ConfigureAwait(false));
        }
    }

    private string? ProblemOf(List<Migration> replaced, MigrationVersion to)
    {
        if (replaced.Count == 0 || replaced[^1].Version != to)
        {
            return Invariant($"There is no migration with version {to}.");
        }

        return replaced.Find(static m => m.Up.Code is not null) is { } code
            ? $"{code.Name} is a migration in C#, which a file cannot replace. Squash up to a version before it."
            : replaced.Exists(static m => m.Up.IsPortable) && (replaced.Exists(static m => !m.Up.IsPortable) || HasOthers(to))
            ? $"Up to {to} there are files for one engine beside those for all, and a squashed file is for {_engine.Name} only. Give each replaced file the engine in its name, with copies for the others, and squash once for each."
            : null;
    }

    /// <summary>The statements that do what a squashed file does not.</summary>
    /// <exception cref="MigrationException">There are some, and they may not be left out.</exception>
    private List<string> LeftIn(List<Migration> replaced, MigrationVersion to)
    {
        var unkept = new UnkeptStatements(_engine.Snapshot, server.Provider.Dialect);
        var left = replaced.SelectMany(migration => unkept.Of(migration.Up.Path, migration.Up.Statements)).ToList();
        return left.Count == 0 || LeavesStatements
            ? left
            : throw MigrationException.Validation(
            [
                .. UnkeptStatements.Named(left),
                Invariant($"A squashed file would not do what {(left.Count == 1 ? "this statement does" : "these statements do")}, and new databases would go without. Nothing was written. Repeat what they need in a file after version {to}, so that databases that have it can run it again, and squash with --without-statements, which names in the new file what is left out."),
            ]);
    }

    /// <summary>Whether other engines have files of their own.</summary>
    private bool HasOthers(MigrationVersion to)
        => new FolderSource(_options.Directory).Read().Any(
            file => MigrationId.TryParse(file.Path, out var id, out _) && id.Version <= to && EngineRegistry.FilesOf(_engine).RankOf(id.Engine) is null);

    private static string SuffixOf(string path) => MigrationId.TryParse(path, out var id, out _) && id.Engine is { } engine ? "." + engine : "";

    /// <summary>Runs the file in another empty database, and compares.</summary>
    private async Task ProveAsync(string text, SchemaContent content, CancellationToken cancellationToken)
    {
        var other = await ScratchDatabase.CreateAsync(server, url, "scratch", cancellationToken).ConfigureAwait(false);
        await using (other.ConfigureAwait(false))
        {
            await ScratchScript.RunAsync(other.Database, text, _engine.Flavour, "The squashed file", cancellationToken).ConfigureAwait(false);
            var differences = _engine.Diff.Compare(content with { Unknown = [] }, (await ReadAsync(other.Database, cancellationToken).ConfigureAwait(false)) with { Unknown = [] });

            // The statement that made default privileges has been named, and may be left out.
            var unknown = content.Unknown.Where(u => !(LeavesStatements && u.StartsWith(SnapshotDialect.DefaultPrivileges, StringComparison.Ordinal))).ToList();
            if (differences.Count > 0 || unknown.Count > 0)
            {
                throw MigrationException.Validation(
                    [.. differences.Select(static d => $"The squashed file would not make {d.Name} as the files do. Nothing was written."), .. unknown.Select(static u => $"The snapshot does not know {u}, so the squashed file would not make it. Nothing was written.")]);
            }
        }
    }

    private static async Task<IReadOnlyList<string>> WithRowsAsync(Database database, SchemaContent content, CancellationToken cancellationToken)
    {
        var session = await MigrationSession.OpenAsync(database, cancellationToken).ConfigureAwait(false);
        await using (session.ConfigureAwait(false))
        {
            var tables = new List<string>();
            foreach (var table in content.Objects.Where(static o => o.Kind == "table").Select(static o => o.Name))
            {
                if (await session.ScalarAsync(SqlStatement.Raw($"select 1 from {table} limit 1"), cancellationToken).ConfigureAwait(false) is not null)
                {
                    tables.Add(table);
                }
            }

            return tables;
        }
    }

    private ValueTask<SchemaContent> ReadAsync(Database database, CancellationToken cancellationToken) => SchemaSnapshot.ReadAsync(_engine, database, _options, cancellationToken);
}
