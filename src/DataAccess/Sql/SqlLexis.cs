namespace DataAccess.Sql;

/// <summary>What a database's SQL has beside the standard's quotes and comments, for whoever reads the text of a statement.</summary>
[Flags]
public enum SqlLexis
{
    /// <summary>Nothing: quotes are doubled, comments do not nest.</summary>
    Standard = 0,

    /// <summary>A backslash in a text takes the next character's meaning away.</summary>
    BackslashEscapes = 1,

    /// <summary>A text may stand between <c>$tag$</c> and <c>$tag$</c>, and one after <c>E</c> has backslash escapes.</summary>
    DollarQuotes = 2,

    /// <summary>A comment may stand inside a comment.</summary>
    NestedComments = 4,

    /// <summary><c>#</c> begins a comment, and <c>--</c> only before a blank; what stands in <c>/*! … */</c> is run.</summary>
    MySqlComments = 8,

    /// <summary>A name may stand in square brackets.</summary>
    Brackets = 16,

    /// <summary>Upper and lower case are the same in a function's name, also where it is quoted.</summary>
    CaseInsensitiveFunctions = 32,

    /// <summary><c>create</c>, <c>alter</c> and <c>drop</c> leave nothing in the session, unless they say <c>temporary</c>.</summary>
    CleanDefinitions = 64,
}
