namespace DataAccess.Conformance.Faults;

/// <summary>How a caller hands his rows to the writer.</summary>
internal enum CallKind
{
    /// <summary>One by one, with <c>WriteAsync</c> or <c>EnqueueAsync</c>.</summary>
    OneByOne = 0,

    /// <summary>All of them with <c>WriteManyAsync</c>.</summary>
    Sequence,

    /// <summary>All of them with <c>WriteManyAsync</c>, as they come.</summary>
    AsyncSequence,
}
