namespace DataAccess;

/// <summary>A row of a <c>WriteManyAndGetKeysAsync</c> call, with the key that the database generated for it, or why it was not committed.</summary>
/// <typeparam name="T">The row.</typeparam>
/// <typeparam name="TKey">The key.</typeparam>
/// <param name="Index">The position of the row in the sequence, from 0.</param>
/// <param name="Row">The row.</param>
/// <param name="Failure">Why it was not committed, or may not have been; null if it was committed.</param>
public readonly record struct KeyedRow<T, TKey>(long Index, T Row, RowWriteException? Failure)
    where TKey : notnull
{
    private readonly TKey? _key;

    /// <summary>The key.</summary>
    /// <exception cref="RowWriteException">The row was not committed, or may not have been; it is <see cref="Failure"/>.</exception>
    public TKey Key
    {
        get => Failure is null ? _key! : throw Failure;
        init => _key = value;
    }
}
