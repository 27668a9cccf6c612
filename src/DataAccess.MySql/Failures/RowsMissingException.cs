namespace DataAccess.MySql.Failures;

/// <summary>The server reported success and stored fewer rows than it was sent.</summary>
/// <param name="stored">How many it stored.</param>
/// <param name="sent">How many it was sent.</param>
/// <param name="mayBeStored">Whether some of them are committed, and it is not known which.</param>
internal sealed class RowsMissingException(int stored, int sent, bool mayBeStored)
    : Exception(Invariant($"the server reported success and stored {stored} of {sent} rows: the others were lost without an error"))
{
    public bool MayBeStored { get; } = mayBeStored;
}
