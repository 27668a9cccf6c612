namespace DataAccess.Migrations.Parsing;

/// <summary>How an engine's scripts are read: what differs in its quotes, comments and bodies, and what its statements do.</summary>
internal sealed record SqlFlavour
{
    /// <summary>The engine's name, for tests that print it.</summary>
    public required string Name { get; init; }

    /// <summary>Whether a backslash escapes the next character in <c>'…'</c> and <c>"…"</c>.</summary>
    public bool BackslashEscapes { get; init; }

    /// <summary>Whether <c>"…"</c> is a string, and not a name.</summary>
    public bool DoubleQuotesAreText { get; init; }

    /// <summary>Whether <c>E'…'</c> is a string with backslash escapes.</summary>
    public bool HasEscapeStrings { get; init; }

    /// <summary>Whether <c>$tag$…$tag$</c> is a string.</summary>
    public bool HasDollarQuotes { get; init; }

    /// <summary>Whether <c>$tag$…$tag$</c> is a string where a routine's body stands, after <c>create … as</c>. Elsewhere it may be a name.</summary>
    public bool HasDollarBodies { get; init; }

    /// <summary>Whether <c>`…`</c> is a name.</summary>
    public bool HasBackticks { get; init; }

    /// <summary>Whether <c>[…]</c> is a name.</summary>
    public bool HasBracketedNames { get; init; }

    /// <summary>Whether a comment may stand inside a comment.</summary>
    public bool NestsComments { get; init; }

    /// <summary>Whether <c>#</c> starts a comment.</summary>
    public bool HasHashComments { get; init; }

    /// <summary>Whether a carriage return alone ends a line's comment, as a line feed does.</summary>
    public bool ReturnEndsComment { get; init; }

    /// <summary>Whether a comment that is still open at the end of the script ends there.</summary>
    public bool EndClosesComment { get; init; }

    /// <summary>Whether a byte order mark is a blank wherever a token may start.</summary>
    public bool MarkIsBlank { get; init; }

    /// <summary>Whether a vertical tab is a blank even where no other blank stands before it.</summary>
    public bool TabStartsBlank { get; init; } = true;

    /// <summary>Whether <c>--</c> starts a comment only before a blank, so that <c>5--1</c> is a subtraction.</summary>
    public bool DashesNeedBlank { get; init; }

    /// <summary>Whether the server reads what stands in <c>/*! … */</c>.</summary>
    public bool HasConditionalComments { get; init; }

    /// <summary>Whether the client program's <c>DELIMITER</c> is followed.</summary>
    public bool HasDelimiterCommand { get; init; }

    /// <summary>Whether several statements may stand in brackets, as in PostgreSQL's rules.</summary>
    public bool BracketsHoldStatements { get; init; }

    /// <summary>Makes what follows the body of one statement of a script.</summary>
    public required Func<string, CompoundBody> BodyOf { get; init; }

    /// <summary>What is known of a statement.</summary>
    public required Func<string, StatementTraits> TraitsOf { get; init; }

    /// <summary>Why a token is a command of the client program, which no server understands; null where it is not.</summary>
    public required ClientCommandCheck ClientCommand { get; init; }

    /// <summary>Why a statement needs a client program; null where it does not.</summary>
    public Func<ScriptStatement, string?>? ClientStatement { get; init; }

    /// <summary>Whether a token starts a line of the client program's that changes nothing, which the dumps have, and is passed over.</summary>
    public ClientLineCheck? IsIdleLine { get; init; }

    /// <summary>Whether what follows a statement, up to a line of <c>\.</c>, is its data; null where none ever is.</summary>
    public Func<ScriptStatement, bool>? HasData { get; init; }

    /// <summary>The rules after a statement that sets the session; null where no statement changes them.</summary>
    public Func<StatementWords, SqlFlavour, ScriptVariables, SqlFlavour>? After { get; init; }

    public override string ToString() => Name;
}

/// <summary>Says why a token is a command of a client program, which no server understands; null where it is not.</summary>
/// <param name="script">The script.</param>
/// <param name="token">A token of it.</param>
/// <param name="isFirst">Whether it is the first of its statement.</param>
internal delegate string? ClientCommandCheck(string script, SqlToken token, bool isFirst);

/// <summary>Says whether the line that a token starts is for the client program only, and may be passed over.</summary>
/// <param name="script">The script.</param>
/// <param name="token">The first token of the line.</param>
internal delegate bool ClientLineCheck(string script, SqlToken token);
