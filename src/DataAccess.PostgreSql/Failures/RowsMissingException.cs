namespace DataAccess.PostgreSql.Failures;

/// <summary>The server reported success and stored fewer rows than it was sent.</summary>
/// <param name="stored">How many it stored.</param>
/// <param name="sent">How many it was sent.</param>
/// <param name="mayBeStored">Whether some of them are committed, and it is not known which.</param>
internal sealed class RowsMissingException(long stored, long sent, bool mayBeStored) : Exception(MessageOf(stored, sent))
{
    public bool MayBeStored { get; } = mayBeStored;

    public bool NoneIsStored { get; } = stored == 0;

    public static DatabaseFailure Swallowed { get; } = new(FailureKind.Rejected, null, MessageOf(0, 1));

    private static string MessageOf(long stored, long sent)
        => Invariant($"the server reported success and stored {stored} of {sent} rows: a trigger or rule swallowed {(sent == 1 ? "it" : "the others")}. ")
        + "A trigger or rule that stores the row elsewhere must return it, or be defined on a view.";
}
