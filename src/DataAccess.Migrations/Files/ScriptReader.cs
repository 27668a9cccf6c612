using System.Security.Cryptography;
using System.Text;
using DataAccess.Migrations.Files.Formats;
using DataAccess.Migrations.Parsing;

namespace DataAccess.Migrations.Files;

/// <summary>Turns a file's bytes into a script, or into a problem with the file's name in front.</summary>
internal sealed class ScriptReader(EngineFiles engine, IReadOnlyDictionary<string, string>? placeholders)
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly SqlFlavour _flavour = engine.Flavour;

    /// <summary>The file's scripts, or null where it has a problem.</summary>
    /// <param name="path">Its path, for messages.</param>
    /// <param name="content">Its bytes.</param>
    /// <param name="isDown">Whether all of it undoes a migration.</param>
    /// <param name="problems">Takes what is wrong.</param>
    public ScriptFile? Read(string path, byte[] content, bool isDown, ICollection<string> problems)
    {
        var before = problems.Count;
        if (Decode(path, content, problems) is not { } text)
        {
            return null;
        }

        var checksum = Checksum(text);
        var places = new FilledText(text);
        text = placeholders is null ? text : Placeholders.Fill(path, text, placeholders, problems, places);
        var parts = ScriptFormats.Read(path, text, isDown, engine.Name, problems) ?? new ScriptParts(text, null);
        if (problems.Count > before)
        {
            return null;
        }

        var up = Read(path, checksum, parts.Up, parts.UpNoTransaction, places, problems);
        if (up?.Statements.Count == 0)
        {
            problems.Add($"{path}: the file is empty: it has no statement{(parts.Down is null ? "" : " that applies the migration")}. Write one, or remove the file.");
        }

        var down = parts.Down is null ? null : Read(path, checksum, parts.Down, parts.DownNoTransaction, places, problems);
        return problems.Count > before ? null : new ScriptFile(up!, down is { Statements.Count: > 0 } ? InOrder(down, parts.DownSections) : null);
    }

    private MigrationScript? Read(string path, string checksum, string text, bool noTransaction, FilledText places, ICollection<string> problems)
    {
        try
        {
            var directives = MigrationDirectives.None;
            var statements = SqlSplitter.Split(
                text, _flavour, (comment, isLeading) => directives = directives.And(path, text, comment, isLeading, problems));
            if (directives.Backfill is not null && SliceMarks.ProblemOf(statements) is { } problem)
            {
                problems.Add($"{path}{problem}");
            }

            return new MigrationScript(path, checksum, noTransaction ? directives with { NoTransaction = true } : directives, places.Place(statements));
        }
        catch (ScriptException exception)
        {
            problems.Add(Invariant($"{path}:{exception.Line}: {exception.Message}"));
            return null;
        }
    }

    /// <summary>The statements of the last section first.</summary>
    private static MigrationScript InOrder(MigrationScript down, IReadOnlyList<int>? sections)
        => sections is null ? down : down with { Statements = down.Statements.OrderByDescending(statement => sections.Count(line => line <= statement.Line)).ToList() };

    /// <summary>SHA-256 over UTF-8 without BOM and with plain line feeds, so that no editor and no checkout changes it.</summary>
    internal static string Checksum(string text)
        => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ReplaceLineEndings("\n"))));

    /// <summary>The checksum of a file; empty if it is not UTF-8.</summary>
    internal static string ChecksumOf(byte[] content) => Decode("", content, []) is { } text ? Checksum(text) : "";

    private static string? Decode(string path, byte[] content, ICollection<string> problems)
    {
        try
        {
            var text = Strict.GetString(content);
            return text.StartsWith('\uFEFF') ? text[1..] : text;
        }
        catch (DecoderFallbackException exception)
        {
            var line = 1 + content.AsSpan(0, Math.Clamp(exception.Index, 0, content.Length)).Count((byte)'\n');
            problems.Add(Invariant($"{path}:{line}: the file is not UTF-8. Save it as UTF-8."));
            return null;
        }
    }
}
