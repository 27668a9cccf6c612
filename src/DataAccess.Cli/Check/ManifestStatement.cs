using System.Text.Json;

namespace DataAccess.Cli.Check;

/// <summary>A statement of a program, as the compiler has written it into the assembly.</summary>
/// <param name="File">Its file, from the project's folder on.</param>
/// <param name="Line">Its line.</param>
/// <param name="Call">The method that runs it.</param>
/// <param name="Unknown">Why it is known only when the program runs; null if it is known.</param>
/// <param name="Parts">Its text: a string, <c>{"type": …}</c> for a value, <c>{"name": …}</c> for a name that is quoted.</param>
/// <param name="Table">The table of a repository, whose condition the text is; otherwise null.</param>
/// <param name="IsFilter">Whether the condition lacks its <c>where</c>.</param>
/// <param name="IsCount">Whether the repository counts the rows.</param>
/// <param name="IsScalar">Whether only the first column is read.</param>
/// <param name="Rows">What its rows become; null if it gives none, or if nothing is known of them.</param>
/// <param name="Split">The first columns of a join's objects, or their prefixes; null if their keys tell.</param>
/// <param name="IsPrefix">Whether they are prefixes.</param>
internal sealed record ManifestStatement(
    string? File, int Line, string? Call, string? Unknown, IReadOnlyList<JsonElement>? Parts, ManifestTable? Table, bool IsFilter, bool IsCount, bool IsScalar, ManifestRows? Rows, IReadOnlyList<string>? Split = null, bool IsPrefix = false)
{
    /// <summary>The first type of a value that only the program has; null if all are known.</summary>
    public string? UnknownType
        => Parts?.Where(static part => part.ValueKind == JsonValueKind.Object && part.TryGetProperty("type", out _))
            .Select(static part => part.GetProperty("type").GetString()!)
            .FirstOrDefault(static type => !SampleValues.Have(type));
}

/// <summary>A repository's table.</summary>
internal sealed record ManifestTable(string Name, string? Schema, IReadOnlyList<string> Columns);
