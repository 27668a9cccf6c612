namespace DataAccess.Keys;

/// <summary>A row of an attempt has no key that is known, or cannot be sent, so that nothing of the attempt may be committed. No other row is to blame.</summary>
/// <param name="row">The row's place in the attempt, from 0.</param>
/// <param name="message">Why, and what to change.</param>
/// <param name="cause">What was thrown, if anything was.</param>
internal sealed class RowKeyException(int row, string message, Exception? cause) : Exception(message, cause)
{
    /// <summary>What it means for the rows.</summary>
    public DatabaseFailure Failure => new(FailureKind.Rejected, null, Message, row);

    /// <summary>For what a row's own code, or its mapping, has thrown.</summary>
    public static RowKeyException Of(int row, string type, Exception cause)
        => new(row, cause is MappingException or InvalidOperationException or OverflowException ? cause.Message : $"The key of a {type} threw {cause.GetType().Name}. See the inner exception.", cause);
}
