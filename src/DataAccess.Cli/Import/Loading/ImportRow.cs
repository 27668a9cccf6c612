namespace DataAccess.Cli.Import.Loading;

/// <summary>A row on its way to the database, with what the rejects file needs should it be refused.</summary>
/// <param name="line">The number of the record's first line.</param>
/// <param name="record">The record as it stands in the file; a part of the reader's memory, not a copy.</param>
/// <param name="values">The values in the order of the table's loaded columns.</param>
internal sealed class ImportRow(long line, ReadOnlyMemory<byte> record, object?[] values)
{
    public long Line => line;

    public ReadOnlyMemory<byte> Record => record;

    public object? this[int column] => values[column];
}
