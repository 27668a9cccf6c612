namespace DataAccess.MySql.Failures;

/// <summary>A row that is rejected before the server has it, because one of its values cannot be encoded, or all of it is larger than a packet.</summary>
/// <param name="row">Its index in the batch.</param>
/// <param name="message">The reason, and what to do.</param>
/// <param name="inner">What the driver threw.</param>
internal sealed class UnencodableRowException(int row, string message, Exception? inner = null) : Exception(message, inner)
{
    public int Row { get; } = row;
}
