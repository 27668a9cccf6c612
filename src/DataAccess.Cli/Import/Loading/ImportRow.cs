namespace DataAccess.Cli.Import.Loading;

/// <summary>A row to be written, with what the rejects file needs if it is rejected.</summary>
/// <param name="line">The number of the record's first line.</param>
/// <param name="record">The record as written in the file; a slice of the reader's memory, not a copy.</param>
/// <param name="values">The values in the order of the table's loaded columns.</param>
internal sealed class ImportRow(long line, ReadOnlyMemory<byte> record, object?[] values)
{
    public long Line => line;

    public ReadOnlyMemory<byte> Record => record;

    public object? this[int column] => values[column];
}
