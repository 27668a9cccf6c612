using DataAccess.Migrations.Parsing;

namespace DataAccess.Migrations.Engines.MySql;

/// <summary>MySQL and MariaDB, whose scripts are read alike.</summary>
internal static class MySqlFlavour
{
    private static readonly SqlFlavour[] Variants = [.. Enumerable.Range(0, 4).Select(static i => Make(backslashes: (i & 1) == 0, ansiQuotes: (i & 2) != 0))];

    /// <summary>What holds unless the session's sql_mode says otherwise.</summary>
    public static SqlFlavour Instance => Variants[0];

    /// <param name="backslashes">Whether a backslash escapes, as it does without NO_BACKSLASH_ESCAPES.</param>
    /// <param name="ansiQuotes">Whether <c>"…"</c> is a name.</param>
    public static SqlFlavour With(bool backslashes, bool ansiQuotes) => Variants[(backslashes ? 0 : 1) + (ansiQuotes ? 2 : 0)];

    private static SqlFlavour Make(bool backslashes, bool ansiQuotes) => new()
    {
        Name = "MySql",
        BackslashEscapes = backslashes,
        DoubleQuotesAreText = !ansiQuotes,
        HasBackticks = true,
        HasHashComments = true,
        HasDollarBodies = true,
        DashesNeedBlank = true,
        HasConditionalComments = true,
        HasDelimiterCommand = true,
        BodyOf = static script => new MySqlBody(script),
        TraitsOf = statement => MySqlTraits.Of(statement, With(backslashes, ansiQuotes)),
        ClientCommand = Command,
        After = MySqlModes.After,
    };

    private static string? Command(string script, SqlToken token, bool isFirst)
        => isFirst && token.IsWord(script, "source") ? $"'{ClientCommand.LineOf(script, token)}' is a command of the mysql client. Put that file's statements here, or make it a migration."
            : IsNull(script, token) ? null
            : ClientCommand.Backslash(script, token, "the mysql client");

    /// <summary>MariaDB takes <c>\N</c> for NULL.</summary>
    private static bool IsNull(string script, SqlToken token) => token.IsSymbol(script, '\\') && token.End < script.Length && script[token.End] == 'N';
}
