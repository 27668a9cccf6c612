namespace DataAccess.Cli.Import.Reading;

/// <summary>A record as it stands in the file.</summary>
/// <param name="Line">The number of its first line, from 1.</param>
/// <param name="Bytes">Its bytes without the line end.</param>
/// <param name="Problem">What is wrong with it, or null.</param>
internal readonly record struct RawRecord(long Line, ReadOnlyMemory<byte> Bytes, RecordProblem? Problem);
