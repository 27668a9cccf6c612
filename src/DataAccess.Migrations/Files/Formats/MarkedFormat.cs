using System.Text.RegularExpressions;

namespace DataAccess.Migrations.Files.Formats;

/// <summary>A format whose directives are lines of comment. What differs between tools is in <see cref="MarkedFormats"/>.</summary>
internal sealed class MarkedFormat : ScriptFormat
{
    public MarkedFormat(string tool, string mention, bool ignoresCase, params (MarkKind Kind, string Form, string Advice)[] marks)
    {
        Tool = tool;
        Mention = Pattern(mention, ignoresCase: true);
        Marks = marks.Select(mark => new Mark(mark.Kind, Pattern($"^(?:{mark.Form})[ \\t]*$", ignoresCase), mark.Advice)).ToList();
    }

    public override string Tool { get; }

    public override Regex Mention { get; }

    public IReadOnlyList<Mark> Marks { get; }

    /// <summary>How its directives are written, for messages.</summary>
    public required string Known { get; init; }

    /// <summary>Whether what comes before the first directive applies the migration; otherwise it may only be comments.</summary>
    public bool StartsWithUp { get; init; }

    /// <summary>The option of an up or down that asks for no transaction; null if there are no options.</summary>
    public string? NoTransactionOption { get; init; }

    /// <summary>The options that change nothing.</summary>
    public IReadOnlyList<string> OtherOptions { get; init; } = [];

    /// <summary>Whether a file may have several up and down sections; the last down section then runs first.</summary>
    public bool HasSections { get; init; }

    /// <summary>Whether a no-transaction directive has to be the first line.</summary>
    public bool NoTransactionIsFirst { get; init; }

    /// <summary>Whether it writes <c>;;</c> for a semicolon inside a statement.</summary>
    public bool DoublesSemicolons { get; init; }

    /// <summary>What no line of its files may hold, and why; null for nothing.</summary>
    public (string Text, string Problem)? Forbidden { get; init; }

    public override ScriptParts Read(ForeignFile file) => new MarkedReader(this, file).Read();
}
