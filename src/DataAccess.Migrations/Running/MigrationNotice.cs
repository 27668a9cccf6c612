namespace DataAccess.Migrations;

/// <summary>What the server said while a statement ran, and that is no error: PostgreSQL's notices, the warnings of MySQL and MariaDB.</summary>
/// <param name="Migration">The migration's name. Of files that were sent together, the first one's.</param>
/// <param name="Path">The file, below the migrations' folder.</param>
/// <param name="Line">The statement's line in it; 0 if the file is one of several that were sent together.</param>
/// <param name="Severity">How severe it is, in lower case: <c>notice</c>, <c>warning</c>, <c>note</c>.</param>
/// <param name="Code">The SQLSTATE, or the server's own number if there is none; null if it has neither.</param>
/// <param name="Message">The server's message.</param>
public sealed record MigrationNotice(string Migration, string Path, int Line, string Severity, string? Code, string Message)
{
    /// <summary>What the server adds to the message, or null.</summary>
    public string? Detail { get; init; }

    /// <summary>What the server suggests, or null.</summary>
    public string? Hint { get; init; }
}
