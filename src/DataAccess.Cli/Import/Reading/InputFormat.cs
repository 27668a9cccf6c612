namespace DataAccess.Cli.Import.Reading;

/// <summary>How a file's records are written. A new format is one file with a class of these, and one line in <see cref="InputFormats.All"/>.</summary>
/// <param name="name">What <c>--format</c> calls it.</param>
/// <param name="extensions">The extensions of its files, with their dots.</param>
internal abstract class InputFormat(string name, params IReadOnlyList<string> extensions)
{
    public string Name => name;

    /// <summary>Whether a file has one of the format's extensions.</summary>
    public bool HasExtension(string file) => extensions.Contains(Path.GetExtension(file), StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether a file may be of this format, judging by its first line that is not blank.</summary>
    public abstract bool LooksLike(ReadOnlySpan<byte> line);

    /// <summary>Opens a reader.</summary>
    /// <param name="file">What messages call the file.</param>
    /// <param name="window">Stands at the first byte.</param>
    /// <param name="keys">The fields that records may have, or null to take any. Formats with a header do not need it.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <exception cref="MalformedInputException">The file is empty, or its header is unusable.</exception>
    public abstract ValueTask<IRecordReader> OpenAsync(string file, ByteWindow window, IReadOnlyList<string>? keys, CancellationToken cancellationToken);
}
