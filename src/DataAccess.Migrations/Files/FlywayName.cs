using System.Text.RegularExpressions;

namespace DataAccess.Migrations.Files;

/// <summary>Names as Flyway, Evolve and refinery have them: <c>V1.1__create</c>, <c>U1.1__create</c>, <c>R__views</c>.</summary>
internal static partial class FlywayName
{
    /// <param name="path">The path, for messages.</param>
    /// <param name="stem">The name without endings.</param>
    /// <param name="isDown">Whether its endings say that it undoes a migration.</param>
    /// <param name="id">The parsed name, without its engine.</param>
    /// <param name="problem">What is wrong with it, or null.</param>
    /// <returns>Whether this is such a name, be it a wrong one.</returns>
    public static bool TryParse(string path, string stem, bool isDown, out MigrationId id, out string? problem)
    {
        (id, problem) = (default, null);
        if (Repeatable().IsMatch(stem))
        {
            id = new MigrationId(null, stem, null, false);
            problem = isDown ? $"{path}: a repeatable migration cannot be undone. Remove the file." : null;
            return true;
        }

        var match = Versioned().Match(stem);
        if (!match.Success)
        {
            problem = Lookalike().IsMatch(stem)
                ? $"{path}: Flyway would not take this name. Its names are V1__name.sql, U1__name.sql, which undoes version 1, and R__name.sql, with capital letters and two underscores."
                : null;
            return problem is not null;
        }

        var text = match.Groups["version"].Value.Replace('_', '.');
        var kind = match.Groups["kind"].Value;
        problem = !MigrationVersion.TryParse(text, out var version) ? Invariant($"{path}: '{text}' is not a version. Use up to {MigrationVersion.MaxNumbers} numbers of up to {MigrationVersion.MaxDigits} digits.")
            : kind == "B" ? $"{path}: a baseline script of Flyway stands for the migrations up to its version, which cannot be honoured here. Remove it where those files exist; otherwise name it V{match.Groups["version"].Value}__{match.Groups["name"].Value}.sql, and mark it as applied with 'dataaccess migrate baseline {version}' where it is."
            : kind == "U" && isDown ? $"{path}: U and .down both say that it undoes a migration. Write one of them."
            : null;
        id = new MigrationId(version, stem, null, isDown || kind == "U");
        return true;
    }

    [GeneratedRegex("^(?<kind>[VUB])(?<version>[0-9]+([._][0-9]+)*)__(?<name>.+)$", Options, Timeout)]
    private static partial Regex Versioned();

    [GeneratedRegex("^R__.+$", Options, Timeout)]
    private static partial Regex Repeatable();

    [GeneratedRegex("^([vubVUB][0-9._]+|[rR])_", Options, Timeout)]
    private static partial Regex Lookalike();

    private const RegexOptions Options = RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant;

    private const int Timeout = 1000;
}
