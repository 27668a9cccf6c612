namespace DataAccess.Providers;

/// <summary>
/// What the server tells of a statement's error beyond its message, for a tool that shows it to the author of the statement. It may contain
/// values of rows, so it does not belong in a log.
/// </summary>
/// <param name="Sql">The statement's text as it was sent.</param>
public sealed record StatementError(string Sql)
{
    /// <summary>The place of the error in <see cref="Sql"/>, as an index from 0 to its length; null if the server does not tell it.</summary>
    public int? Offset { get; init; }

    /// <summary>The line of <see cref="Sql"/> that the error is in, from 1, if the server tells no more than that; else null.</summary>
    public int? Line { get; init; }

    /// <summary>What the server adds to the message, such as the key of a duplicate row; null if it adds nothing.</summary>
    public string? Detail { get; init; }

    /// <summary>What the server suggests, or null.</summary>
    public string? Hint { get; init; }

    /// <summary>What ran when the error occurred, such as a function and its line; null if the server does not tell it.</summary>
    public string? Context { get; init; }
}
