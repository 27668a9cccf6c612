namespace DataAccess.Migrations.Parsing;

/// <summary>Says why a token is a command of a client program, which no server understands; null where it is not.</summary>
/// <param name="script">The script.</param>
/// <param name="token">A token of it.</param>
/// <param name="isFirst">Whether it is the first of its statement.</param>
internal delegate string? ClientCommandCheck(string script, SqlToken token, bool isFirst);
