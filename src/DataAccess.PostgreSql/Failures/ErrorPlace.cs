using System.Globalization;
using System.Text.RegularExpressions;
using DataAccess.Providers;
using Npgsql;

namespace DataAccess.PostgreSql.Failures;

/// <summary>What PostgreSQL tells of an error beyond its message, with the place as an index into the statement's text.</summary>
internal static partial class ErrorPlace
{
    public static StatementError Explain(string sql, Exception exception)
    {
        var server = exception as PostgresException ?? exception.InnerException as PostgresException;
        return server is null
            ? new StatementError(sql)
            : new StatementError(sql)
            {
                Offset = OffsetOf(sql, server),
                Line = LineInBlock(sql, server.Where),
                Detail = server.Detail,
                Hint = server.Hint,
                Context = server.Where,
            };
    }

    private static int? OffsetOf(string sql, PostgresException server)
    {
        if (server.Position > 0)
        {
            return IndexOf(sql, 0, server.Position);
        }

        // A statement inside a DO block, whose text the block contains as it is.
        if (server.InternalPosition <= 0 || server.InternalQuery is not { Length: > 0 } query || LineInBlock(sql, server.Where) is not { } line)
        {
            return null;
        }

        var at = sql.IndexOf(query, StartOf(sql, line), StringComparison.Ordinal);
        return at < 0 ? null : IndexOf(sql, at, server.InternalPosition);
    }

    /// <summary>The line of the statement that a DO block's own error is in. The block's first line is that of its opening quote.</summary>
    private static int? LineInBlock(string sql, string? context)
    {
        // The outermost call is the last one. Its text may be translated, but not the block's name.
        var block = context is null ? null : InlineBlock().Matches(context).LastOrDefault();
        if (block is null || !int.TryParse(block.Groups["line"].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var line))
        {
            return null;
        }

        var open = sql.AsSpan().IndexOfAny('$', '\'');
        return open < 0 ? null : sql.AsSpan(0, open).Count('\n') + line;
    }

    private static int StartOf(string sql, int line)
    {
        var at = 0;
        for (; line > 1; line--)
        {
            var end = sql.IndexOf('\n', at);
            if (end < 0)
            {
                break;
            }

            at = end + 1;
        }

        return at;
    }

    /// <summary>The server counts characters, from 1; a character outside the basic plane is two of a string's.</summary>
    private static int IndexOf(string sql, int start, int position)
    {
        var at = start;
        for (; position > 1 && at < sql.Length; position--)
        {
            at += char.IsHighSurrogate(sql[at]) && at + 1 < sql.Length && char.IsLowSurrogate(sql[at + 1]) ? 2 : 1;
        }

        return at;
    }

    [GeneratedRegex(@"inline_code_block\D+(?<line>\d+)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex InlineBlock();
}
