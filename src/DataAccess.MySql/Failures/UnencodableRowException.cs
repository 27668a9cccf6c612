namespace DataAccess.MySql.Failures;

/// <summary>A row that is rejected before it is sent, because one of its values cannot be encoded.</summary>
/// <param name="row">Its index in the batch.</param>
/// <param name="message">The reason, and what to do.</param>
internal sealed class UnencodableRowException(int row, string message) : Exception(message)
{
    public int Row { get; } = row;
}
