namespace DataAccess.Sql;

/// <summary>The kind of a token of a statement's text.</summary>
internal enum SqlTokenKind
{
    /// <summary>A symbol, or two that belong together: <c>,</c>, <c>::</c>, <c>:=</c>.</summary>
    Symbol = 0,

    /// <summary>A word or number without quotes.</summary>
    Word,

    /// <summary>A quoted name.</summary>
    Name,

    /// <summary>A string literal.</summary>
    Text,

    /// <summary>An opening parenthesis.</summary>
    Open,

    /// <summary>A closing parenthesis.</summary>
    Close,

    /// <summary>A semicolon.</summary>
    Separator,
}
