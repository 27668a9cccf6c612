using System.Text.RegularExpressions;

namespace DataAccess.Migrations.Files.Formats;

/// <summary>How another tool writes its files. Instances have no state.</summary>
internal abstract class ScriptFormat
{
    private static readonly TimeSpan MatchTimeout = TimeSpan.FromSeconds(1);

    /// <summary>The tool's name, for messages.</summary>
    public abstract string Tool { get; }

    /// <summary>Finds lines that are directives of the tool, or look like one.</summary>
    public abstract Regex Mention { get; }

    /// <summary>Cuts a file into its parts, or reports why it cannot be read as the tool would read it.</summary>
    /// <param name="file">The file; one of its lines is a mention.</param>
    public abstract ScriptParts Read(ForeignFile file);

    protected static Regex Pattern(string pattern, bool ignoresCase)
        => new(pattern, RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | (ignoresCase ? RegexOptions.IgnoreCase : RegexOptions.None), MatchTimeout);
}
