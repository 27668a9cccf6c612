using System.Collections.Frozen;
using DataAccess.Migrations.Files.Contents;

namespace DataAccess.Migrations.Files;

/// <summary>All migrations of a source as one engine sees them.</summary>
/// <param name="Versioned">By version, each at most once.</param>
/// <param name="Repeatable">By name.</param>
/// <param name="Problems">What is wrong with the files; nothing runs while there is any.</param>
internal sealed record MigrationSet(
    IReadOnlyList<Migration> Versioned, IReadOnlyList<Migration> Repeatable, IReadOnlyList<string> Problems)
{
    /// <summary>The versions that several files have, which are among the problems too.</summary>
    public IReadOnlyList<DuplicateVersion> Duplicates { get; init; } = [];

    /// <summary>The engines that files are for alone.</summary>
    public IReadOnlySet<string> Engines { get; init; } = FrozenSet<string>.Empty;

    /// <summary>What runs around them.</summary>
    public Callbacks Callbacks { get; init; } = Callbacks.None;

    public IEnumerable<Migration> All => Versioned.Concat(Repeatable);

    /// <exception cref="MigrationException">There is no such folder.</exception>
    public static MigrationSet Read(MigrationOptions options, EngineFiles engine)
        => CodeFiles.AddTo(
            Read(options.Assembly is { } assembly ? new EmbeddedSource(assembly, options.Directory) : new FolderSource(options.Directory), engine, options.UsesPlaceholders ? options.Placeholders ?? FrozenDictionary<string, string>.Empty : null),
            options.CodeMigrations,
            engine.Flavour);

    internal static MigrationSet Read(IMigrationSource source, EngineFiles engine, IReadOnlyDictionary<string, string>? placeholders)
    {
        var problems = new List<string>();
        var reader = new ScriptReader(engine, placeholders);
        var callbacks = new CallbackReader(engine, reader, problems);
        var engines = new HashSet<string>(StringComparer.Ordinal);
        var files = Parse(source, engine, callbacks, engines, problems);
        var migrations = new List<Migration>();
        var duplicates = new List<DuplicateVersion>();
        foreach (var group in files.GroupBy(static f => Migration.KeyOf(f.Id.Version, f.Id.Name), StringComparer.Ordinal))
        {
            var up = Choose(group.Where(static f => !f.Id.IsDown), engine, problems);
            if (up is not null && DuplicateOf(reader, group.Where(static f => !f.Id.IsDown)) is { } duplicate)
            {
                duplicates.Add(duplicate);
            }

            var down = Choose(group.Where(static f => f.Id.IsDown), engine, problems);
            if (up is null)
            {
                if (down is not null)
                {
                    problems.Add($"{down.Path}: it has no migration to undo. Add {UpNameOf(down)}.sql, or remove the file.");
                }

                continue;
            }

            var upFile = ScriptOf(reader, up, problems);
            var downFile = down is null ? null : ScriptOf(reader, down, problems);
            if (upFile is not null)
            {
                CheckDown(up, down, upFile, problems);
                migrations.Add(new Migration(up.Id.Version, up.Id.Name, upFile.Up, downFile?.Up ?? upFile.Down));
            }
        }

        return new MigrationSet(
            migrations.Where(static m => m.Version is not null).OrderBy(static m => m.Version).ToList(),
            migrations.Where(static m => m.Version is null).OrderBy(static m => m.Name, StringComparer.Ordinal).ToList(),
            problems)
        {
            Duplicates = duplicates,
            Engines = engines,
            Callbacks = callbacks.Read(),
        };
    }

    private static string UpNameOf(SourceFile down) => down.Id.Name.StartsWith('U') ? $"V{down.Id.Name[1..]}" : down.Id.Name;

    private static DuplicateVersion? DuplicateOf(ScriptReader reader, IEnumerable<SourceFile> files)
    {
        var all = files.ToList();
        return all.Count > 1 && all.DistinctBy(static f => f.Id.Name, StringComparer.Ordinal).Count() > 1
            ? new DuplicateVersion(
                Migration.KeyOf(all[0].Id.Version, all[0].Id.Name), all.ConvertAll(f => new DuplicateFile(f.Path, f.Id.Name, reader.ChecksumOf(f.Content))))
            : null;
    }

    /// <summary>The files for this engine. Of other engines' files, only the names are checked.</summary>
    private static List<SourceFile> Parse(IMigrationSource source, EngineFiles engine, CallbackReader callbacks, HashSet<string> engines, List<string> problems)
    {
        var files = new List<SourceFile>();
        var read = source.Read().OrderBy(static f => f.Path, StringComparer.Ordinal).ToList();
        problems.AddRange(source.Problems());
        foreach (var (path, content) in read)
        {
            if (callbacks.Take(path, content))
            {
                continue;
            }

            if (!MigrationId.TryParse(path, out var id, out var problem))
            {
                problems.Add(problem);
                continue;
            }

            if (id.Engine is not null)
            {
                engines.Add(id.Engine);
            }

            if (engine.RankOf(id.Engine) is not null)
            {
                files.Add(new SourceFile(path, id, content));
            }
        }

        return files;
    }

    /// <summary>The engine's own file wins over the portable one; two of either kind are a problem.</summary>
    private static SourceFile? Choose(IEnumerable<SourceFile> files, EngineFiles engine, List<string> problems)
    {
        var all = files.ToList();
        foreach (var same in all.GroupBy(static f => f.Id.Engine ?? "", StringComparer.Ordinal).Where(static g => g.Count() > 1))
        {
            problems.Add(Invariant($"{string.Join(" and ", same.Select(static f => f.Path))} have the same version {same.First().Id.Version}. Give one of them another."));
        }

        var names = all.Select(static f => f.Id.Name).Distinct(StringComparer.Ordinal).ToList();
        if (names.Count > 1 && all.DistinctBy(static f => f.Id.Engine, StringComparer.Ordinal).Count() == all.Count)
        {
            problems.Add(Invariant($"{string.Join(" and ", all.Select(static f => f.Path))} have the same version {all[0].Id.Version} and different names. Give them the same name, or one of them another version."));
        }

        return all.MinBy(f => engine.RankOf(f.Id.Engine));
    }

    /// <summary>What undoes a migration stands in one place, so that it is clear which runs.</summary>
    private static void CheckDown(SourceFile up, SourceFile? down, ScriptFile upFile, List<string> problems)
    {
        if (upFile.Down is not null && down is not null)
        {
            problems.Add(Invariant($"{up.Path}: line {upFile.Down.Statements.Min(static statement => statement.Line)} undoes the migration, and so does {down.Path}. Remove one of them."));
        }
        else if (upFile.Down is not null && up.Id.Version is null)
        {
            problems.Add(Invariant($"{up.Path}: line {upFile.Down.Statements.Min(static statement => statement.Line)} undoes the migration, and a repeatable migration cannot be undone. Remove that part."));
        }
    }

    private static ScriptFile? ScriptOf(ScriptReader reader, SourceFile file, List<string> problems)
    {
        var isPortable = file.Id.Engine is null;
        return reader.Read(file.Path, file.Content, file.Id.IsDown, problems) is { } read
            ? new ScriptFile(read.Up with { IsPortable = isPortable }, read.Down is null ? null : read.Down with { IsPortable = isPortable })
            : null;
    }

    private sealed record SourceFile(string Path, MigrationId Id, SourceContent Content);
}
