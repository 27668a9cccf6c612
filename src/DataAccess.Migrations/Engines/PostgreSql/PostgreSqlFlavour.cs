using DataAccess.Migrations.Parsing;

namespace DataAccess.Migrations.Engines.PostgreSql;

internal static class PostgreSqlFlavour
{
    public static SqlFlavour Instance { get; } = new()
    {
        Name = "PostgreSql",
        HasEscapeStrings = true,
        HasDollarQuotes = true,
        NestsComments = true,
        BracketsHoldStatements = true,
        BodyOf = static script => new PostgreSqlBody(script),
        TraitsOf = PostgreSqlTraits.Of,
        ClientCommand = static (script, token, _) => ClientCommand.Backslash(script, token, "psql"),
        ClientStatement = CopyFromStdin,
    };

    private static string? CopyFromStdin(string statement)
        => statement.StartsWith("copy", StringComparison.OrdinalIgnoreCase) && new StatementWords(statement, Instance).Has("FROM", "STDIN")
            ? "COPY … FROM STDIN takes data from psql. Write INSERT statements, or load the file with 'dataaccess import'."
            : null;
}
