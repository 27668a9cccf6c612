namespace DataAccess;

/// <summary>What a database's SQL has beside the standard's quotes and comments, for whoever has to find where a statement begins.</summary>
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

    /// <summary><c>#</c> begins a comment, and what stands in <c>/*! … */</c> is run.</summary>
    MySqlComments = 8,
}
