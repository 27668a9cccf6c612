namespace DataAccess.Cli.Import.Reading;

/// <summary>A record as written in the file.</summary>
/// <param name="Line">The number of its first line, from 1.</param>
/// <param name="Bytes">Its bytes without the line end.</param>
/// <param name="Problem">What is wrong with it, or null.</param>
internal readonly record struct RawRecord(long Line, ReadOnlyMemory<byte> Bytes, RecordProblem? Problem)
{
    /// <summary>Longer records are rejected, so that one broken file cannot fill the memory.</summary>
    public const int MaxBytes = 16 * 1024 * 1024;

    private const int KeptOfLongRecord = 1024;

    /// <summary>A record that is too long. Its start is kept as a copy, so that the whole can be collected.</summary>
    public static RawRecord TooLong(long line, ReadOnlyMemory<byte> record)
        => new(line, record[..KeptOfLongRecord].ToArray(), new RecordProblem(null, $"the record is longer than {MaxBytes} bytes; only its start is kept"));
}
