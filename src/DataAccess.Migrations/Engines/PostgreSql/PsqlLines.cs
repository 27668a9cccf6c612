using DataAccess.Migrations.Parsing;

namespace DataAccess.Migrations.Engines.PostgreSql;

/// <summary>The two commands of psql that pg_dump writes. They keep psql from running others, which are errors here in any case.</summary>
internal static class PsqlLines
{
    public static bool IsRestriction(string script, SqlToken token)
    {
        if (!token.IsSymbol(script, '\\'))
        {
            return false;
        }

        // At the start of its line, with a key of letters and digits, as pg_dump writes it.
        var rest = script.AsSpan(token.Start);
        var end = rest.IndexOf('\n');
        var parts = (end < 0 ? rest : rest[..end]).ToString().TrimEnd('\r').Split(' ', 3);
        return (token.Start == 0 || script[token.Start - 1] is '\n' or '\uFEFF')
            && parts is [@"\restrict" or @"\unrestrict", { Length: > 0 } key]
            && key.All(char.IsAsciiLetterOrDigit);
    }
}
