namespace DataAccess.Cli.Import.Reading;

/// <summary>Knows where a record ends in one format. Pure: it keeps nothing between calls.</summary>
internal abstract class RecordScanner
{
    /// <summary>Whether records have fields that the scanner tells apart, and may span lines; otherwise every line is a record.</summary>
    public abstract bool IsDelimited { get; }

    /// <summary>Finds the end of the record that begins with the first byte.</summary>
    /// <param name="data">The bytes at hand.</param>
    /// <param name="final">Whether the file ends with them.</param>
    /// <param name="strict">Whether a quote inside an unquoted field is wrong, and not just a character.</param>
    public abstract RecordScan Scan(ReadOnlySpan<byte> data, bool final, bool strict);

    /// <summary>Finds the end of the first line.</summary>
    /// <returns>Whether it is within the bytes at hand.</returns>
    public abstract bool TryFindLineEnd(ReadOnlySpan<byte> data, bool final, out int length, out int consumed);

    /// <summary>Whether a record says nothing and is passed over.</summary>
    public abstract bool IsBlank(ReadOnlySpan<byte> record);
}
