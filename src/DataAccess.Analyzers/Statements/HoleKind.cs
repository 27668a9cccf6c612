namespace DataAccess.Analyzers.Statements;

/// <summary>What a hole becomes when the statement is built.</summary>
internal enum HoleKind
{
    /// <summary>A parameter.</summary>
    Parameter,

    /// <summary>A part of the statement: its type is <c>SqlStatement</c>, or it is null.</summary>
    Fragment,

    /// <summary>One of both, which only the run shows: it is an <c>object</c> or of a type parameter.</summary>
    Either,
}
