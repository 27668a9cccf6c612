namespace DataAccess.Sql;

/// <summary>A database's extensions to the standard's quotes and comments, for parsing the text of a statement.</summary>
[Flags]
public enum SqlLexis
{
    /// <summary>None: quotes are doubled, comments do not nest.</summary>
    Standard = 0,

    /// <summary>A backslash in a string literal escapes the next character.</summary>
    BackslashEscapes = 1,

    /// <summary>A string literal may be written between <c>$tag$</c> and <c>$tag$</c>, and one after <c>E</c> has backslash escapes.</summary>
    DollarQuotes = 2,

    /// <summary>Comments may be nested.</summary>
    NestedComments = 4,

    /// <summary><c>#</c> begins a comment, and <c>--</c> does only before white space; the content of <c>/*! … */</c> is run.</summary>
    MySqlComments = 8,

    /// <summary>A name may be quoted with square brackets.</summary>
    Brackets = 16,

    /// <summary>Function names are case-insensitive, even when quoted.</summary>
    CaseInsensitiveFunctions = 32,

    /// <summary><c>create</c>, <c>alter</c> and <c>drop</c> leave no state in the session, unless they say <c>temporary</c>.</summary>
    CleanDefinitions = 64,
}
