
namespace DataAccess.Migrations.Files;

/// <summary>All migrations of a source as one engine sees them.</summary>
/// <param name="Versioned">By version, each at most once.</param>
/// <param name="Repeatable">By name.</param>
/// <param name="Problems">What is wrong with the files; nothing runs while there is any.</param>
internal sealed record MigrationSet(
    IReadOnlyList<Migration> Versioned, IReadOnlyList<Migration> Repeatable, IReadOnlyList<string> Problems)
{
    /// <summary>What runs around them.</summary>
    public Callbacks Callbacks { get; init; } = Callbacks.None;

    public IEnumerable<Migration> All => Versioned.Concat(Repeatable);

    /// <exception cref="MigrationException">There is no such folder.</exception>
    public static MigrationSet Read(MigrationOptions options, EngineFiles engine)
        => CodeFiles.AddTo(
            Read(options.Assembly is { } assembly ? new EmbeddedSource(assembly, options.Directory) : new FolderSource(options.Directory), engine, options.Placeholders),
            options.CodeMigrations,
            engine.Flavour);

    internal static MigrationSet Read(IMigrationSource source, EngineFiles engine, IReadOnlyDictionary<string, string>? placeholders)
    {
        var problems = new List<string>();
        var reader = new ScriptReader(engine, placeholders);
        var callbacks = new CallbackReader(engine, reader, problems);
        var files = Parse(source, engine, callbacks, problems);
        var migrations = new List<Migration>();
        foreach (var group in files.GroupBy(static f => Migration.KeyOf(f.Id.Version, f.Id.Name), StringComparer.Ordinal))
        {
            var up = Choose(group.Where(static f => !f.Id.IsDown), problems);
            var down = Choose(group.Where(static f => f.Id.IsDown), problems);
            if (up is null)
            {
                if (down is not null)
                {
                    problems.Add($"{down.Path}: it has no migration to undo. Add {down.Id.Name}.sql, or remove the file.");
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
            Callbacks = callbacks.Read(),
        };
    }

    /// <summary>The files for this engine. Of other engines' files, only the names are checked.</summary>
    private static List<SourceFile> Parse(IMigrationSource source, EngineFiles engine, CallbackReader callbacks, List<string> problems)
    {
        var files = new List<SourceFile>();
        foreach (var (path, content) in source.Read().OrderBy(static f => f.Path, StringComparer.Ordinal))
        {
            if (callbacks.Take(path, content))
            {
                continue;
            }

            if (!MigrationId.TryParse(path, out var id, out var problem, engine.Suffixes))
            {
                problems.Add(problem);
            }
            else if (id.Engine is null || id.Engine == engine.Suffix)
            {
                files.Add(new SourceFile(path, id, content));
            }
        }

        return files;
    }

    /// <summary>The engine's own file wins over the portable one; two of either kind are a problem.</summary>
    private static SourceFile? Choose(IEnumerable<SourceFile> files, List<string> problems)
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

        return all.Find(static f => f.Id.Engine is not null) ?? all.FirstOrDefault();
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

    private sealed record SourceFile(string Path, MigrationId Id, byte[] Content);
}
