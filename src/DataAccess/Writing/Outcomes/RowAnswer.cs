namespace DataAccess.Writing.Outcomes;

/// <summary>Where a caller finds what the database said of its row, once it is committed.</summary>
internal sealed class RowAnswer
{
    /// <summary>The key, as <c>KeyedInsert</c> gives it, or a <see cref="DataAccess.Providers.ChangeAnswer"/>; null until the row is committed.</summary>
    public object? Value { get; set; }
}
