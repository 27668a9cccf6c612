namespace DataAccess.Cli.Configuration;

/// <summary>The options that a file cannot give, and why.</summary>
internal static class RefusedKeys
{
    private const string Decision = "it allows what is refused without it, or overwrites what is there, and is decided for each run";

    private const string OneRun = "it says what one run does";

    private static readonly Dictionary<string, string> Reasons = new(StringComparer.Ordinal)
    {
        ["--accept"] = Decision,
        ["--after"] = OneRun,
        ["--all"] = Decision,
        ["--allow-non-empty"] = Decision,
        ["--apply"] = Decision,
        ["--as"] = Decision,
        ["--check"] = OneRun,
        ["--create"] = Decision,
        ["--down"] = OneRun,
        ["--drift"] = OneRun,
        ["--drop"] = Decision,
        ["--dry-run"] = OneRun,
        ["--dump"] = OneRun,
        ["--force"] = Decision,
        ["--forget"] = Decision,
        ["--from"] = OneRun,
        ["--id"] = OneRun,
        ["--idempotent"] = OneRun,
        ["--into"] = OneRun,
        ["--json"] = OneRun,
        ["--key"] = OneRun,
        ["--limit"] = OneRun,
        ["--max-connections"] = OneRun,
        ["--name"] = OneRun,
        ["--on-conflict"] = Decision,
        ["--output"] = OneRun,
        ["--rejects"] = OneRun,
        ["--rename"] = Decision,
        ["--renumber"] = Decision,
        ["--seconds"] = OneRun,
        ["--sql"] = OneRun,
        ["--step"] = OneRun,
        ["--subscription"] = OneRun,
        ["--table"] = OneRun,
        ["--target-p95"] = OneRun,
        ["--target-rate"] = OneRun,
        ["--to"] = OneRun,
        ["--without-rows"] = Decision,
        ["--without-statements"] = Decision,
        ["--yes"] = Decision,
    };

    /// <summary>Why the file cannot give an option, or null if it can.</summary>
    public static string? ReasonOf(string option) => Reasons.GetValueOrDefault(option);
}
