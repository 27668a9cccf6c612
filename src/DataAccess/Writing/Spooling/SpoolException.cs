namespace DataAccess;

/// <summary>
/// The spool could not be used: its directory cannot be written, is used by another process, or holds rows of another shape. A row whose
/// <c>EnqueueAsync</c> threw it is not accepted; if the disk failed while the row was being written, it may still be delivered once, after the next start.
/// </summary>
/// <param name="message">What happened, with the directory, and what to do.</param>
/// <param name="inner">The exception of the file system, or null.</param>
public sealed class SpoolException(string message, Exception? inner = null) : IOException(message, inner);
