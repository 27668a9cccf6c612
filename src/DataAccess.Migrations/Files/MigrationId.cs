using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;

namespace DataAccess.Migrations.Files;

/// <summary>A parsed file name: <c>0001_create_orders.postgresql.down.sql</c>.</summary>
/// <param name="Version">The leading digits and dots, or null for a repeatable migration.</param>
/// <param name="Name">The name without engine and endings: <c>0001_create_orders</c>, <c>repeatable/views</c>.</param>
/// <param name="Engine">The engine it is for, or null for all.</param>
/// <param name="IsDown">Whether it undoes the migration.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct MigrationId(MigrationVersion? Version, string Name, string? Engine, bool IsDown)
{
    /// <summary>The folder of the repeatable ones.</summary>
    public const string Repeatable = "repeatable/";

    private const string Extension = ".sql";
    private const string Down = ".down";

    /// <summary>The ending that golang-migrate and sqlx give to what applies a migration.</summary>
    private const string Up = ".up";

    private static readonly SearchValues<char> VersionCharacters = SearchValues.Create("0123456789.");

    /// <param name="path">The path below the migrations' folder, with slashes.</param>
    /// <param name="id">The parsed name.</param>
    /// <param name="problem">What is wrong with it, or null.</param>
    /// <param name="isFile">Whether it is a file's, whose endings may name an engine and the direction.</param>
    /// <returns>Whether this is a migration.</returns>
    public static bool TryParse(string path, out MigrationId id, [NotNullWhen(false)] out string? problem, bool isFile = true)
    {
        id = default;
        var stem = path[..^Extension.Length];
        var engine = isFile ? EngineSuffix.Take(ref stem) : null;
        var isDown = Take(ref stem, Down);
        var isUp = isFile && !isDown && Take(ref stem, Up);
        engine ??= isFile ? EngineSuffix.Take(ref stem) : null;
        if (isFile && EngineSuffix.UnknownIn(stem) is { } unknown)
        {
            problem = $"{path}: '.{unknown}' is not known. Before .sql may stand .down, .up, and the engine that the file is for: {EngineSuffix.All}. Write _ in place of the dot if it is part of the name.";
            return false;
        }

        if (path.StartsWith(Repeatable, StringComparison.Ordinal))
        {
            id = new MigrationId(null, stem, engine, isDown);
            problem = isDown || isUp ? $"{path}: a repeatable migration cannot be undone. Remove the {(isDown ? "file" : "ending .up")}." : null;
            return problem is null;
        }

        if (isFile && FlywayName.TryParse(path, stem, isDown, out id, out problem))
        {
            id = id with { Engine = engine };
            return problem is null;
        }

        var length = stem.AsSpan().IndexOfAnyExcept(VersionCharacters) is >= 0 and var end ? end : stem.Length;
        var version = default(MigrationVersion);
        problem = length switch
        {
            0 => $"{path}: the name has no version. Start it with digits: 0001_{stem}.sql, or put it into {Repeatable}",
            _ when !MigrationVersion.TryParse(stem[..length], out version)
                => Invariant($"{path}: '{stem[..length]}' is not a version. Use up to {MigrationVersion.MaxNumbers} numbers of up to {MigrationVersion.MaxDigits} digits, with dots between them."),
            _ when stem.Length == length || stem[length] is not ('_' or '-') => $"{path}: after the version write _ and a name: {stem[..length]}_add_orders.sql",
            _ => null,
        };
        if (problem is not null)
        {
            return false;
        }

        id = new MigrationId(version, stem, engine, isDown);
        return true;
    }

    private static bool Take(ref string stem, string ending)
    {
        var has = stem.EndsWith(ending, StringComparison.OrdinalIgnoreCase);
        stem = has ? stem[..^ending.Length] : stem;
        return has;
    }
}
