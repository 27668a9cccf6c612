namespace DataAccess.Cli.Check;

/// <summary>How much a finding matters.</summary>
internal enum CheckFindingKind
{
    /// <summary>The statement fails, or its rows do, whatever the values are.</summary>
    Error,

    /// <summary>A member has no column, or a column no member: neither is read.</summary>
    Note,

    /// <summary>The statement is known only when the program runs.</summary>
    Unchecked,
}
