using DataAccess.Migrations.Parsing;

namespace DataAccess.Migrations.Engines.MySql;

/// <summary>MySQL and MariaDB, whose scripts are read alike.</summary>
internal static class MySqlFlavour
{
    public static SqlFlavour Instance { get; } = new()
    {
        Name = "MySql",
        BackslashEscapes = true,
        DoubleQuotesAreText = true,
        HasBackticks = true,
        HasHashComments = true,
        DashesNeedBlank = true,
        HasConditionalComments = true,
        HasDelimiterCommand = true,
        BodyOf = static script => new MySqlBody(script),
        TraitsOf = MySqlTraits.Of,
        ClientCommand = Command,
    };

    private static string? Command(string script, SqlToken token, bool isFirst)
        => isFirst && token.IsWord(script, "source")
            ? $"'{ClientCommand.LineOf(script, token)}' is a command of the mysql client. Put that file's statements here, or make it a migration."
            : ClientCommand.Backslash(script, token, "the mysql client");
}
