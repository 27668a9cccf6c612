using System.Globalization;
using System.Text.RegularExpressions;
using DataAccess.Providers;
using DataAccess.Shared;
using MySqlConnector;

namespace DataAccess.MySql.Failures;

/// <summary>
/// Finds the place of an error, which MySQL and MariaDB tell only in its message: a syntax error's line with the text from there on, or the name
/// that they do not know.
/// </summary>
internal static partial class ErrorPlace
{
    public static StatementError Explain(string sql, Exception exception)
    {
        var server = exception as MySqlException;
        server = server?.Number == 0 && server.InnerException is MySqlException answer ? answer : server;
        if (server is null)
        {
            return new StatementError(sql);
        }

        if (server.ErrorCode == MySqlErrorCode.ParseError)
        {
            var (line, offset) = OfSyntaxError(sql, server.Message);
            return new StatementError(sql) { Line = line, Offset = offset };
        }

        return new StatementError(sql) { Offset = NamesUnknown(server.Number) ? OffsetOfName(sql, server.Message) : null };
    }

    /// <summary>Errors about a name that is in the statement: database, table, field, table, key column, column to drop, routine; MariaDB's type and function.</summary>
    private static bool NamesUnknown(int number) => number is 1049 or 1051 or 1054 or 1146 or 1072 or 1091 or 1305 or 4161 or 1128 or 1109 or 1060 or 1061 or 1050;

    private static (int? Line, int? Offset) OfSyntaxError(string sql, string message)
    {
        if (Near().Match(message) is not { Success: true } match
            || !int.TryParse(match.Groups["line"].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var line))
        {
            return (null, null);
        }

        // A text that was cut may end in half of a character.
        var near = match.Groups["near"].Value.TrimEnd('\uFFFD');
        if (near.Length == 0)
        {
            return (line, sql.Length);
        }

        if (sql.EndsWith(near, StringComparison.Ordinal))
        {
            return (line, sql.Length - near.Length);
        }

        var start = StartOf(sql, line);
        var at = start < 0 ? -1 : sql.IndexOf(near, start, StringComparison.Ordinal);
        return (line, at >= 0 && sql.IndexOf('\n', start, at - start) < 0 && sql.IndexOf(near, at + 1, StringComparison.Ordinal) < 0 ? at : null);
    }

    private static int? OffsetOfName(string sql, string message) => Quoted().Match(message) is { Success: true } match ? NamePlace.Of(sql, match.Groups["name"].Value) : null;

    private static int StartOf(string sql, int line)
    {
        var at = 0;
        for (; line > 1; line--)
        {
            at = sql.IndexOf('\n', at) + 1;
            if (at == 0)
            {
                return -1;
            }
        }

        return at;
    }

    // Only the words around the text are translated (lc_messages).
    [GeneratedRegex(@"'(?<near>.*)'\D*(?<line>\d+)\D*\z", RegexOptions.Singleline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Near();

    [GeneratedRegex(@"'(?<name>[^']+)'", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Quoted();
}
