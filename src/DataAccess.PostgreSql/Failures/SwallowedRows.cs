using DataAccess.Shared;

namespace DataAccess.PostgreSql.Failures;

/// <summary>Rows that a trigger or rule has swallowed without an error.</summary>
internal static class SwallowedRows
{
    /// <summary>The failure of a single row.</summary>
    public static DatabaseFailure One { get; } = Of(stored: 0, sent: 1, mayBeStored: false).Failure;

    /// <inheritdoc cref="RowsMissingException(long, long, bool, string)"/>
    public static RowsMissingException Of(long stored, long sent, bool mayBeStored)
        => new(
            stored,
            sent,
            mayBeStored,
            $"a trigger or rule swallowed {(sent == 1 ? "it" : "the others")}. A trigger or rule that stores the row elsewhere must return it, or be defined on a view.");
}
