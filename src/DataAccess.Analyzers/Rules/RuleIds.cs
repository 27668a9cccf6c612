namespace DataAccess.Analyzers.Rules;

/// <summary>The ids of the rules. Each has a page in docs/analyzers.</summary>
internal static class RuleIds
{
    public const string QuotedHole = "DA0001";
    public const string NameHole = "DA0002";
    public const string TextHole = "DA0003";
    public const string ValueTask = "DA0004";
    public const string WriterPerCall = "DA0005";
    public const string RawText = "DA0006";
    public const string RowType = "DA0007";
    public const string RowMember = "DA0008";
    public const string SharedColumn = "DA0009";
    public const string JsonWithoutContext = "DA0010";
    public const string MissingMap = "DA0011";
}
