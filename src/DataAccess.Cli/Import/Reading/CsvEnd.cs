namespace DataAccess.Cli.Import.Reading;

/// <summary>How the search for a record's end came out.</summary>
internal enum CsvEnd
{
    /// <summary>It was found.</summary>
    Record = 0,

    /// <summary>It is not within the bytes at hand.</summary>
    MoreNeeded = 1,

    /// <summary>The file ends inside a quoted field.</summary>
    QuoteOpen = 2,

    /// <summary>A closing quote is followed by something other than a separator; the record is taken to end with that line.</summary>
    TextAfterQuote = 3,

    /// <summary>A quote stands inside a field that does not begin with one; looked for only in a strict scan.</summary>
    BareQuote = 4,
}
