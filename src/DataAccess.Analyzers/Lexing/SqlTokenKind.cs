namespace DataAccess.Analyzers.Lexing;

/// <summary>What a token of a statement is.</summary>
internal enum SqlTokenKind
{
    Word,
    Hole,

    /// <summary>A text literal: <c>'…'</c>, <c>E'…'</c>, <c>$tag$…$tag$</c>.</summary>
    Text,

    /// <summary>A quoted name: <c>"…"</c> or <c>`…`</c>.</summary>
    Name,
    Comment,
    Open,
    Close,
    Comma,
    Separator,
    Symbol,

    /// <summary>From here on the databases read the text in different ways. It is the last token.</summary>
    Unsure,
}
