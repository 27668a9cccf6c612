namespace DataAccess.Cli.Import.Reading;

/// <summary>The format of a file. A new format is one file with a subclass, and one line in <see cref="InputFormats.All"/>.</summary>
/// <param name="name">Its name in <c>--format</c>.</param>
/// <param name="extensions">The extensions of its files, with the dot.</param>
internal abstract class InputFormat(string name, params IReadOnlyList<string> extensions)
{
    public string Name => name;

    /// <summary>Whether a file has one of the format's extensions.</summary>
    public bool HasExtension(string file) => extensions.Contains(Path.GetExtension(file), StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether a file may have this format, by its first line that is not blank.</summary>
    public abstract bool LooksLike(ReadOnlySpan<byte> line);

    /// <summary>Opens a reader.</summary>
    /// <param name="file">The file's name in messages.</param>
    /// <param name="window">A window at the first byte.</param>
    /// <param name="keys">The fields that records may have, or null to take any. Formats with a header do not need it.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <exception cref="MalformedInputException">The file is empty, or its header cannot be used.</exception>
    public abstract ValueTask<RecordReader> OpenAsync(string file, ByteWindow window, IReadOnlyList<string>? keys, CancellationToken cancellationToken);
}
