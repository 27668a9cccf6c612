namespace DataAccess.Sql;

/// <summary>What a piece of a statement's text is.</summary>
internal enum SqlTokenKind
{
    /// <summary>A sign, or two that belong together: <c>,</c>, <c>::</c>, <c>:=</c>.</summary>
    Symbol = 0,

    /// <summary>A word or number without quotes.</summary>
    Word,

    /// <summary>A quoted name.</summary>
    Name,

    /// <summary>A text in quotes.</summary>
    Text,

    /// <summary>An opening bracket.</summary>
    Open,

    /// <summary>A closing bracket.</summary>
    Close,

    /// <summary>A semicolon.</summary>
    Separator,
}
