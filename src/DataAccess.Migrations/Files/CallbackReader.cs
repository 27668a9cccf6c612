using DataAccess.Migrations.Files.Contents;

namespace DataAccess.Migrations.Files;

/// <summary>Finds the callbacks among the files of a source.</summary>
/// <param name="engine">The engine that they are for.</param>
/// <param name="reader">Reads their text.</param>
/// <param name="problems">Takes what is wrong.</param>
internal sealed class CallbackReader(EngineFiles engine, ScriptReader reader, List<string> problems)
{
    private const string Extension = ".sql";
    private const string BeforeRun = "before-run";
    private const string AfterRun = "after-run";
    private const string BeforeEach = "before-each";
    private const string AfterEach = "after-each";

    private static readonly string[] Names = [BeforeRun, BeforeEach, AfterEach, AfterRun];

    private readonly Dictionary<(string Name, int Rank), (string Path, SourceContent Content)> _found = [];

    /// <summary>Takes a file that is named as a callback, or as one that does not exist.</summary>
    /// <param name="path">Its path below the source.</param>
    /// <param name="content">Its bytes.</param>
    /// <returns>Whether it was taken, so that it is no migration.</returns>
    public bool Take(string path, SourceContent content)
    {
        if (!path.StartsWith("before", StringComparison.OrdinalIgnoreCase) && !path.StartsWith("after", StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }

        var stem = path[..^Extension.Length];
        var suffix = EngineSuffix.Take(ref stem);
        var name = Array.Find(Names, name => name.Equals(stem, StringComparison.OrdinalIgnoreCase));
        if (name is null)
        {
            problems.Add($"{path}: there is no such callback. The callbacks are {string.Join(", ", Names.Select(static known => known + Extension))}; the name of a migration begins with its version.");
        }
        else if (engine.RankOf(suffix) is { } rank && !_found.TryAdd((name, rank), (path, content)))
        {
            problems.Add($"{_found[(name, rank)].Path} and {path} are the same callback. Remove one of them.");
        }

        return true;
    }

    /// <summary>The callbacks that were taken; the engine's own file wins over the portable one.</summary>
    public Callbacks Read() => _found.Count == 0 ? Callbacks.None : new(Read(BeforeRun), Read(AfterRun), Read(BeforeEach), Read(AfterEach));

    private Callback? Read(string name)
    {
        if (_found.Where(found => found.Key.Name == name).OrderBy(static found => found.Key.Rank).Select(static found => found.Value).FirstOrDefault() is not { Path: not null } file
            || reader.Read(file.Path, file.Content, isDown: false, problems) is not { } read)
        {
            return null;
        }

        var (directives, isRun) = (read.Up.Directives, name is BeforeRun or AfterRun);
        if (read.Down is not null)
        {
            problems.Add($"{file.Path}: a callback has no part that undoes a migration. Remove that part.");
        }

        if (directives.Backfill is not null || (!isRun && (directives.NoTransaction || directives.LockTimeout is not null)))
        {
            problems.Add($"{file.Path}: {(isRun ? "a callback cannot be a backfill" : "it runs as part of each migration, by that one's directives")}. Remove the directive.");
        }

        return Callback.Of(name, read.Up);
    }
}
