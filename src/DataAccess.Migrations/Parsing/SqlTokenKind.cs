namespace DataAccess.Migrations.Parsing;

internal enum SqlTokenKind
{
    Blank = 0,
    Comment = 1,

    /// <summary>A keyword, an unquoted name or a number.</summary>
    Word = 2,
    QuotedName = 3,

    /// <summary>A string in any form of quotes.</summary>
    Text = 4,

    /// <summary>One character of anything else.</summary>
    Symbol = 5,

    /// <summary>What DELIMITER set, where that is not the semicolon.</summary>
    Delimiter = 6,

    /// <summary><c>/*!</c>, from where on MySQL reads what others take for a comment.</summary>
    ConditionalOpen = 7,
    ConditionalClose = 8,
}
