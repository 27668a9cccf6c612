using System.Text;
using DataAccess.Migrations.Files.Contents;
using DataAccess.Migrations.Parsing;

namespace DataAccess.Migrations.Files;

/// <summary>
/// Reads a large script without holding it. What has to be seen as a whole, because it has placeholders, is not UTF-8 or another tool's, or has an
/// error, is left to who reads it so.
/// </summary>
/// <param name="flavour">The rules that it starts with.</param>
/// <param name="fillsPlaceholders">Whether placeholders are filled.</param>
internal sealed class LargeScriptReader(SqlFlavour flavour, bool fillsPlaceholders)
{
    /// <summary>How many bytes a file has at least that is read so. A smaller one takes less time if it is held.</summary>
    public const int MinBytes = 1024 * 1024;

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <param name="path">The file's path, for messages.</param>
    /// <param name="content">The file.</param>
    /// <param name="problems">Takes what is wrong with its directives.</param>
    /// <returns>The script, or null if it has to be read as a whole.</returns>
    public MigrationScript? TryRead(string path, SourceContent content, ICollection<string> problems)
    {
        if (content.Length is < MinBytes or > int.MaxValue)
        {
            return null;
        }

        var found = new List<string>();
        try
        {
            var script = ReadUtf8(path, content, found) ?? (flavour.HasConditionalComments ? Read(path, content, hasStrayBytes: true, found) : null);
            found.ForEach(problems.Add);
            return script;
        }
        catch (Exception exception) when (exception is ScriptException or WholeNeededException)
        {
            return null;
        }
    }

    private MigrationScript? ReadUtf8(string path, SourceContent content, List<string> problems)
    {
        try
        {
            return Read(path, content, hasStrayBytes: false, problems);
        }
        catch (DecoderFallbackException)
        {
            problems.Clear();
            return null;
        }
    }

    private MigrationScript Read(string path, SourceContent content, bool hasStrayBytes, List<string> problems)
    {
        var directives = MigrationDirectives.None;
        using var hash = new ScriptHash();
        using var earlier = new ScriptHash(isEarlier: true);
        var watch = new LargeScriptWatch(fillsPlaceholders);
        using var stream = content.Open();
        var (start, isOfMariaDb) = ReadHead(stream, skipsMark: !hasStrayBytes);
        var index = new StatementIndex(new LargeFile(path, content, hasStrayBytes), isOfMariaDb);
        using TextReader reader = hasStrayBytes ? new StrayByteReader(stream, hash.Append) : new StreamReader(stream, Strict, detectEncodingFromByteOrderMarks: false, bufferSize: 64 * 1024);
        var window = new ScriptWindow(reader, start, hasStrayBytes ? StrayBytes.BytesOf : Encoding.UTF8.GetByteCount, text =>
        {
            watch.Accept(text);
            if (!hasStrayBytes)
            {
                hash.Append(text);
                earlier.Append(text);
            }
        });
        new WindowedSplitter(
            window,
            statement => Add(index, statement, window),
            index.AddRows,
            (text, comment, isLeading) => directives = directives.And(path, text, comment, isLeading, problems)).Run(flavour);
        watch.End();
        return new MigrationScript(path, hash.End(), directives, index) { EarlierChecksum = earlier.End() is var other && earlier.HasOtherLineEnds ? other : null };
    }

    private static void Add(StatementIndex index, ScriptStatement statement, ScriptWindow window)
    {
        try
        {
            index.Add(statement, window.ByteAt(statement.Start), window.ByteAt(statement.Start + statement.Length));
        }
        catch (ScriptException exception)
        {
            // Not one of the splitter, which would read on.
            throw new WholeNeededException(exception.Message);
        }
    }

    /// <summary>Leaves out a byte order mark.</summary>
    /// <returns>Where the text starts, and whether it is a dump of MariaDB.</returns>
    private static (int Start, bool IsOfMariaDb) ReadHead(Stream stream, bool skipsMark)
    {
        Span<byte> head = stackalloc byte[BinaryStrings.HeadLength];
        stream.ReadExactly(head);
        var start = skipsMark && head.StartsWith("\uFEFF"u8) ? "\uFEFF"u8.Length : 0;
        stream.Position = start;
        return (start, BinaryStrings.IsOfMariaDb(head));
    }
}
