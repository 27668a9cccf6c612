namespace DataAccess.MySql.Failures;

/// <summary>A row that is known to be refused before it is sent.</summary>
/// <param name="row">Its index in the batch.</param>
/// <param name="message">Why, and what to do.</param>
internal sealed class RowRefusedException(int row, string message) : Exception(message)
{
    public int Row { get; } = row;
}
