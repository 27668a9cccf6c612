namespace DataAccess.Cli.Commands;

/// <summary>What is told of a tenant.</summary>
/// <param name="Text">In words.</param>
/// <param name="IsOther">Whether it is not up to date, or was not.</param>
/// <param name="Shape">Its properties for <c>--json</c>.</param>
internal sealed record TenantLine(string Text, bool IsOther, Dictionary<string, object?> Shape)
{
    /// <summary>Lines below it.</summary>
    public IEnumerable<string> More { get; init; } = [];

    /// <summary>The exit code for it if it did not fail.</summary>
    public ExitCode ExitCode { get; init; } = ExitCode.Done;
}
