using DataAccess.Migrations.Parsing;

namespace DataAccess.Migrations.Engines.Sqlite;

internal static class SqliteFlavour
{
    public static SqlFlavour Instance { get; } = new()
    {
        Name = "Sqlite",
        HasBackticks = true,
        HasBracketedNames = true,
        EndClosesComment = true,
        MarkIsBlank = true,
        TabStartsBlank = false,
        BodyOf = static script => new SqliteBody(script),
        TraitsOf = SqliteTraits.Of,
        ClientCommand = Command,
    };

    private static string? Command(string script, SqlToken token, bool isFirst)
        => isFirst && token.IsSymbol(script, '.')
            ? $"'{ClientCommand.LineOf(script, token)}' is a command of the sqlite3 shell. Remove the line; load files with 'dataaccess import'."
            : null;
}
