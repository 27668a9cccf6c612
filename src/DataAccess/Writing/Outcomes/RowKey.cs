namespace DataAccess.Writing.Outcomes;

/// <summary>Where a caller finds the key of its row once it is committed.</summary>
internal sealed class RowKey
{
    /// <summary>The key, as <c>KeyedInsert</c> gives it; null until the row is committed.</summary>
    public object? Value { get; set; }
}
