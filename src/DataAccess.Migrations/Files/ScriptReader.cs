using System.Security.Cryptography;
using System.Text;
using DataAccess.Migrations.Parsing;

namespace DataAccess.Migrations.Files;

/// <summary>Turns a file's bytes into a script, or into a problem with the file's name in front.</summary>
internal sealed class ScriptReader(SqlFlavour flavour, IReadOnlyDictionary<string, string>? placeholders)
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The script, or null where it has a problem.</summary>
    public MigrationScript? Read(string path, byte[] content, ICollection<string> problems)
    {
        var before = problems.Count;
        if (Decode(path, content, problems) is not { } text)
        {
            return null;
        }

        var checksum = Checksum(text);
        text = placeholders is null ? text : Placeholders.Fill(path, text, placeholders, problems);
        try
        {
            var directives = MigrationDirectives.None;
            var statements = SqlSplitter.Split(
                text, flavour, (comment, isLeading) => directives = directives.And(path, text, comment, isLeading, problems));
            if (statements.Count == 0)
            {
                problems.Add($"{path}: the file is empty: it has no statement. Write one, or remove the file.");
            }

            if (directives.Backfill is not null && SliceMarks.ProblemOf(statements) is { } problem)
            {
                problems.Add($"{path}{problem}");
            }

            return problems.Count == before ? new MigrationScript(path, checksum, directives, statements) : null;
        }
        catch (ScriptException exception)
        {
            problems.Add(Invariant($"{path}:{exception.Line}: {exception.Message}"));
            return null;
        }
    }

    /// <summary>SHA-256 over UTF-8 without BOM and with plain line feeds, so that no editor and no checkout changes it.</summary>
    internal static string Checksum(string text)
        => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ReplaceLineEndings("\n"))));

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
