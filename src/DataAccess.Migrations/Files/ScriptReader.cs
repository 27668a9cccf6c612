using System.Text;
using DataAccess.Migrations.Files.Contents;
using DataAccess.Migrations.Files.Formats;
using DataAccess.Migrations.Parsing;

namespace DataAccess.Migrations.Files;

/// <summary>Turns a file's bytes into a script, or into a problem with the file's name in front.</summary>
internal sealed class ScriptReader(EngineFiles engine, IReadOnlyDictionary<string, string>? placeholders)
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly SqlFlavour _flavour = engine.Flavour;

    private readonly LargeScriptReader _large = new(engine.Flavour, fillsPlaceholders: placeholders is not null);

    /// <summary>The file's scripts, or null where it has a problem.</summary>
    /// <param name="path">Its path, for messages.</param>
    /// <param name="file">Its bytes.</param>
    /// <param name="isDown">Whether all of it undoes a migration.</param>
    /// <param name="problems">Takes what is wrong.</param>
    public ScriptFile? Read(string path, SourceContent file, bool isDown, ICollection<string> problems)
    {
        var before = problems.Count;
        if (_large.TryRead(path, file, problems) is { } large)
        {
            CheckDirectives(path, large, problems);
            CheckFilled(path, large, hasDown: false, problems);
            return problems.Count > before ? null : new ScriptFile(large, null);
        }

        if (file.Length > Array.MaxLength)
        {
            problems.Add(Invariant($"{path}: the file has {file.Length} bytes, and one that is not read statement by statement has at most {Array.MaxLength}. Split it into several files."));
            return null;
        }

        var content = file.ReadAll();
        if (Decode(path, content, problems, out var hasBytes) is not { } text)
        {
            return null;
        }

        var (checksum, earlier) = (ScriptChecksum.Of(hasBytes ? Encoding.Latin1.GetString(content) : text), hasBytes ? null : ScriptChecksum.EarlierOf(text));
        var places = new FilledText(text);
        text = placeholders is null ? text : Placeholders.Fill(path, text, placeholders, problems, places);
        var parts = ScriptFormats.Read(path, text, isDown, engine.Name, _flavour, problems) ?? new ScriptParts(text, null);
        if (problems.Count > before)
        {
            return null;
        }

        var up = Read(path, (checksum, earlier), parts.Up, parts.UpNoTransaction, places, hasBytes ? content : null, problems);
        CheckFilled(path, up, parts.Down is not null, problems);

        var down = parts.Down is null ? null : Read(path, (checksum, earlier), parts.Down, parts.DownNoTransaction, places, hasBytes ? content : null, problems);
        return problems.Count > before ? null : new ScriptFile(up! with { ChangeSets = parts.ChangeSets }, down is { Statements.Count: > 0 } ? InOrder(down, parts.DownSections) : null);
    }

    private MigrationScript? Read(string path, (string Now, string? Earlier) checksum, string text, bool noTransaction, FilledText places, byte[]? content, ICollection<string> problems)
    {
        try
        {
            var directives = MigrationDirectives.None;
            var statements = SqlSplitter.Split(
                text, _flavour, (script, comment, isLeading) => directives = directives.And(path, script, comment, isLeading, problems));
            var script = new MigrationScript(path, checksum.Now, noTransaction ? directives with { NoTransaction = true } : directives, places.Place(content is not null ? BinaryStrings.Send(statements, content) : statements)) { EarlierChecksum = checksum.Earlier };
            CheckDirectives(path, script, problems);
            return script;
        }
        catch (ScriptException exception)
        {
            problems.Add(Invariant($"{path}:{exception.Line}: {exception.Message}"));
            return null;
        }
    }

    private static void CheckDirectives(string path, MigrationScript script, ICollection<string> problems)
    {
        if (script.Directives.Backfill is not null && SliceMarks.ProblemOf(script.Statements) is { } problem)
        {
            problems.Add($"{path}{problem}");
        }
    }

    private static void CheckFilled(string path, MigrationScript? up, bool hasDown, ICollection<string> problems)
    {
        if (up?.Statements.Count == 0)
        {
            problems.Add($"{path}: the file is empty: it has no statement{(hasDown ? " that applies the migration" : "")}. Write one, or remove the file.");
        }
    }

    /// <summary>The statements of the last section first.</summary>
    private static MigrationScript InOrder(MigrationScript down, IReadOnlyList<int>? sections)
        => sections is null ? down : down with { Statements = down.Statements.OrderByDescending(statement => sections.Count(line => line <= statement.Line)).ToList() };

    /// <summary>The checksum of a file; empty if it is not UTF-8.</summary>
    internal string ChecksumOf(SourceContent file)
        => file.ReadAll() is var content && Decode("", content, [], out var hasBytes) is { } text ? ScriptChecksum.Of(hasBytes ? Encoding.Latin1.GetString(content) : text) : "";

    private string? Decode(string path, byte[] content, ICollection<string> problems, out bool hasBytes)
    {
        hasBytes = false;
        try
        {
            var text = Strict.GetString(content);
            return text.StartsWith('\uFEFF') ? text[1..] : text;
        }
        catch (DecoderFallbackException exception)
        {
            if (_flavour.HasConditionalComments && BinaryStrings.Decode(content) is { } text)
            {
                hasBytes = true;
                return text;
            }

            var line = 1 + content.AsSpan(0, Math.Clamp(exception.Index, 0, content.Length)).Count((byte)'\n');
            problems.Add(Invariant($"{path}:{line}: the file is not UTF-8. Save it as UTF-8."));
            return null;
        }
    }
}
