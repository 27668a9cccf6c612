namespace DataAccess.Migrations.Files.Contents;

/// <summary>A file's bytes, read once they are asked for.</summary>
/// <param name="length">How many there are.</param>
/// <param name="open">Opens them.</param>
/// <param name="changedOn">When they were changed last; null for what cannot be changed.</param>
internal sealed class SourceContent(long length, Func<Stream> open, Func<DateTime>? changedOn = null)
{
    public long Length { get; } = length;

    /// <summary>Tells one state of the file from another.</summary>
    public (long Length, DateTime ChangedOn) Stamp
    {
        get
        {
            using var stream = Open();
            return (stream.Length, changedOn?.Invoke() ?? default);
        }
    }

    public static SourceContent OfFile(string path)
    {
        // A link has a length and a time of its own; the files of a mounted volume are often links.
        var file = new FileInfo(path);
        file = file.LinkTarget is null ? file : (FileInfo?)file.ResolveLinkTarget(returnFinalTarget: true) ?? file;
        return new SourceContent(
            file.Length,
            () => new FileStream(file.FullName, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 1),
            () => File.GetLastWriteTimeUtc(file.FullName));
    }

    public Stream Open() => open();

    public byte[] ReadAll()
    {
        using var stream = Open();
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}
