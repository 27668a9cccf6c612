namespace DataAccess.Cli.Import.Reading;

/// <summary>The result of looking for a record's end.</summary>
internal enum CsvEnd
{
    /// <summary>It was found.</summary>
    Record = 0,

    /// <summary>It is not within the bytes read so far.</summary>
    MoreNeeded = 1,

    /// <summary>The file ends inside a quoted field.</summary>
    QuoteOpen = 2,

    /// <summary>A closing quote is followed by something other than a separator; the record is taken to end with that line.</summary>
    TextAfterQuote = 3,

    /// <summary>An unquoted field contains a quote; checked only in a strict scan.</summary>
    BareQuote = 4,
}
