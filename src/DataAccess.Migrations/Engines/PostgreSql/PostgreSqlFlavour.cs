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
        ReturnEndsComment = true,
        BracketsHoldStatements = true,
        BodyOf = static script => new PostgreSqlBody(script),
        TraitsOf = PostgreSqlTraits.Of,
        ClientCommand = static (script, token, _) => ClientCommand.Backslash(script, token, "psql"),
        ClientStatement = CopyStatement.ProblemOf,
        IsIdleLine = PsqlLines.IsRestriction,
        HasData = CopyStatement.TakesRows,
        After = PostgreSqlStrings.After,
    };

    /// <summary>After <c>set standard_conforming_strings = off</c>, a backslash escapes in every string.</summary>
    public static SqlFlavour WithEscapes { get; } = Instance with { BackslashEscapes = true, DoubleQuotesAreText = false };
}
