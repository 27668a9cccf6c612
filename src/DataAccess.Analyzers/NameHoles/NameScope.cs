namespace DataAccess.Analyzers.NameHoles;

/// <summary>What is known of the text between two parentheses, or of the whole statement.</summary>
internal sealed class NameScope(NameList list, int start)
{
    /// <summary>The list that is being read.</summary>
    public NameList List { get; set; } = list;

    /// <summary>The first token of its current element.</summary>
    public int Start { get; set; } = start;

    /// <summary>Whether it is a query, so that tables follow <c>from</c>; in <c>extract(… from …)</c> a value does.</summary>
    public bool IsQuery { get; set; }
}
