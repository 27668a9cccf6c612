namespace DataAccess.Cli.Import.Reading;

/// <summary>Reads a file record by record, whatever its format.</summary>
internal interface IRecordReader
{
    /// <summary>The names of the fields, in order. NDJSON may add to them while it is surveyed.</summary>
    IReadOnlyList<string> Fields { get; }

    /// <summary>Whether <see cref="Fields"/> is known before the records are read.</summary>
    bool HasHeader { get; }

    /// <summary>The record last read. Where it has a problem, its values cannot be asked for.</summary>
    RawRecord Current { get; }

    /// <summary>Goes to the next record.</summary>
    /// <returns>False at the end of the file.</returns>
    /// <exception cref="InputFailedException">The file ended too early.</exception>
    ValueTask<bool> ReadAsync(CancellationToken cancellationToken);

    /// <summary>How the current record states a field's value.</summary>
    ValueForm FormOf(int field);

    /// <summary>The text of a field's value; empty where it has none. Valid until the next read.</summary>
    ReadOnlySpan<char> TextOf(int field);
}
