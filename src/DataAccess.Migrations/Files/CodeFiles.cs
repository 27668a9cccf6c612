using DataAccess.Migrations.Code;
using DataAccess.Migrations.Parsing;

namespace DataAccess.Migrations.Files;

/// <summary>Puts migrations in C# among those in files.</summary>
internal static class CodeFiles
{
    /// <summary>What the history has as the checksum of one in C# begins with this, so that a program without it can say what is missing.</summary>
    public const string ChecksumPrefix = "csharp:";

    /// <param name="files">What the files are.</param>
    /// <param name="migrations">Those in C#.</param>
    /// <param name="flavour">How the engine's statements are read.</param>
    public static MigrationSet AddTo(MigrationSet files, IReadOnlyList<ICodeMigration> migrations, SqlFlavour flavour)
    {
        if (migrations.Count == 0)
        {
            return files;
        }

        var problems = new List<string>(files.Problems);
        var known = files.All.ToDictionary(static m => m.Key, StringComparer.Ordinal);
        foreach (var code in migrations)
        {
            if (Read(code, flavour, problems) is not { } migration)
            {
                continue;
            }

            if (!known.TryAdd(migration.Key, migration))
            {
                var what = migration.Version is { } version ? Invariant($"version {version}") : "name";
                problems.Add($"{known[migration.Key].Up.Path} and {migration.Up.Path} have the same {what}. Give one of them another.");
            }
        }

        return files with
        {
            Versioned = known.Values.Where(static m => m.Version is not null).OrderBy(static m => m.Version).ToList(),
            Repeatable = known.Values.Where(static m => m.Version is null).OrderBy(static m => m.Name, StringComparer.Ordinal).ToList(),
            Problems = problems,
        };
    }

    private static Migration? Read(ICodeMigration code, SqlFlavour flavour, List<string> problems)
    {
        var type = code.GetType().FullName ?? code.GetType().Name;
        if (string.IsNullOrWhiteSpace(code.Name) || string.IsNullOrWhiteSpace(code.Revision))
        {
            problems.Add($"{type} has no {(string.IsNullOrWhiteSpace(code.Name) ? "name. Give it one such as 0005_move_customers" : "revision. Give it one such as 1")}.");
            return null;
        }

        if (!MigrationId.TryParse(code.Name + ".sql", out var id, out _, isFile: false) || id.IsDown)
        {
            problems.Add($"The name '{code.Name}' of {type} is not that of a migration. Give it one such as 0005_move_customers, or repeatable/refresh_totals.");
            return null;
        }

        if (id.Version is null && code is IReversibleCodeMigration)
        {
            problems.Add($"{code.Name} ({type}): a repeatable migration cannot be undone. Remove DownAsync, and implement {nameof(ICodeMigration)}.");
            return null;
        }

        var down = code is IReversibleCodeMigration ? ScriptOf(code, type, flavour, isUp: false) : null;
        return new Migration(id.Version, id.Name, ScriptOf(code, type, flavour, isUp: true), down);
    }

    private static MigrationScript ScriptOf(ICodeMigration code, string type, SqlFlavour flavour, bool isUp)
    {
        var checksum = ScriptChecksum.Of($"C#\n{code.Revision}");
        var method = isUp ? nameof(ICodeMigration.UpAsync) : nameof(IReversibleCodeMigration.DownAsync);
        return new MigrationScript(
            $"{code.Name} ({type})",
            ChecksumPrefix + checksum[ChecksumPrefix.Length..],
            new MigrationDirectives(NoTransaction: false, LockTimeout: null, Allowed: []),
            [new ScriptStatement(0, 1, $"-- C#: {type}.{method}, revision {ScriptStatement.FirstLineOf(code.Revision)}", flavour)])
        {
            Code = new CodeScript(code, isUp),
        };
    }
}
