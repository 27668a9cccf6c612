using System.Buffers;
using DataAccess.Migrations.Parsing;

namespace DataAccess.Migrations.Files.Formats;

/// <summary>Finds out whether a file is one of another tool, and reads it as what it is.</summary>
internal static class ScriptFormats
{
    /// <summary>One of these is in every line that any format mentions, so that most files are read through once and no more.</summary>
    private static readonly SearchValues<string> Words = SearchValues.Create(
        ["goose", "micrate", "migrate", "migration", "above", "tern", "rambler", "!", "@", "==", "transaction", "atlas", "liquibase", "changeset", "down", "undo", "rollback", "revert", "backward"],
        StringComparison.OrdinalIgnoreCase);

    private static readonly ScriptFormat Unknown = new UnknownHalves();

    private static IReadOnlyList<ScriptFormat> All { get; } = [.. MarkedFormats.All, new LiquibaseFormat()];

    /// <summary>Whether a line may be a directive of another tool.</summary>
    public static bool Mentions(ReadOnlySpan<char> line)
    {
        var trimmed = line.TrimStart();
        return ForeignFile.IsComment(trimmed) && trimmed.ContainsAny(Words) && IsMention(line);
    }

    /// <summary>The parts of a file of another tool; null for a file that is not.</summary>
    /// <param name="path">Its path, for messages.</param>
    /// <param name="text">Its text.</param>
    /// <param name="isDown">Whether all of it undoes a migration.</param>
    /// <param name="engine">The engine that it is read for.</param>
    /// <param name="flavour">The engine's rules.</param>
    /// <param name="problems">Takes what is wrong.</param>
    public static ScriptParts? Read(string path, string text, bool isDown, string engine, SqlFlavour flavour, ICollection<string> problems)
    {
        if (!text.AsSpan().ContainsAny(Words))
        {
            return null;
        }

        var found = new List<(ScriptFormat Format, ScriptLine Line)>();
        var isUnknown = false;
        QuotedParts? quoted = null;
        foreach (var line in ScriptLine.Of(text))
        {
            if (Mentions(line.In(text)) && !(quoted ??= new QuotedParts(text, flavour)).Has(line))
            {
                found.AddRange(All.Where(format => format.Mention.IsMatch(line.In(text)) && found.TrueForAll(f => f.Format != format)).Select(format => (format, line)).ToList());
                isUnknown |= Unknown.Mention.IsMatch(line.In(text)) && !quoted.HasInStatement(line);
            }
        }

        if (found is [var first, var second, ..])
        {
            problems.Add(Invariant($"{path}:{second.Line.Number}: '{second.Line.Shown(text)}' is a directive of {second.Format.Tool}, and line {first.Line.Number} has one of {first.Format.Tool}. Write the file in one of the two forms."));
            return null;
        }

        var only = found.Count == 1 ? found[0].Format : isUnknown && !isDown ? Unknown : null;
        var parts = only?.Read(new ForeignFile(path, text, isDown, engine, flavour, problems));
        return isDown && parts is not null ? DownOf(parts, path, problems) : parts;
    }

    private static bool IsMention(ReadOnlySpan<char> line)
    {
        foreach (var format in All)
        {
            if (format.Mention.IsMatch(line))
            {
                return true;
            }
        }

        return Unknown.Mention.IsMatch(line);
    }

    /// <summary>A file that undoes a migration may say so of itself.</summary>
    private static ScriptParts DownOf(ScriptParts parts, string path, ICollection<string> problems)
    {
        if (parts.Down is null)
        {
            return parts;
        }

        if (parts.HasUp)
        {
            problems.Add($"{path}: the file has a part that applies the migration and one that undoes it, and by its name all of it undoes it. Give it the migration's name, without .down, or remove the first part.");
        }

        return new ScriptParts(parts.Down, null) { UpNoTransaction = parts.DownNoTransaction };
    }
}
