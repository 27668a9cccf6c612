using System.Data;

namespace DataAccess;

/// <summary>The options of a transaction.</summary>
public sealed class TransactionOptions
{
    /// <summary>The isolation level. Default: the database's own.</summary>
    public IsolationLevel Isolation { get; init; } = IsolationLevel.Unspecified;

    /// <summary>Whether the transaction is read-only; the server then rejects writes. Default false.</summary>
    public bool ReadOnly { get; init; }

    internal static TransactionOptions Default { get; } = new();
}
