using System.Data;

namespace DataAccess;

/// <summary>How a transaction runs.</summary>
public sealed class TransactionOptions
{
    /// <summary>The isolation level. Default: the database's own.</summary>
    public IsolationLevel Isolation { get; init; } = IsolationLevel.Unspecified;

    /// <summary>Whether the transaction only reads; the server then refuses writes. Default false.</summary>
    public bool ReadOnly { get; init; }

    internal static TransactionOptions Default { get; } = new();
}
