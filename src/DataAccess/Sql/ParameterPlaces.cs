namespace DataAccess.Sql;

/// <summary>
/// Rejects a statement in which a value stands where no database takes a parameter for what its author meant: inside quotes or a comment, or as a
/// constant by which rows are sorted or grouped.
/// </summary>
internal static class ParameterPlaces
{
    private static readonly string[] ListHeads = ["order", "group", "partition"];

    private static readonly HashSet<string> ListEnds = new(StringComparer.OrdinalIgnoreCase)
    {
        "asc", "desc", "nulls", "collate", "using", "limit", "offset", "fetch", "for", "having", "window", "order", "union", "except", "intersect", "rows", "range", "groups",
        "separator", "with",
    };

    private static readonly HashSet<string> Groupings = new(StringComparer.OrdinalIgnoreCase) { "rollup", "cube", "sets" };

    /// <summary>Words that begin another part of a statement, so that a comma after them is not one of the list.</summary>
    private static readonly HashSet<string> Clauses = new(StringComparer.OrdinalIgnoreCase) { "limit", "offset", "having", "select", "values", "returning", "set", "window", "rows", "range", "groups" };

    /// <param name="sql">The text.</param>
    /// <param name="places">Where its parameters begin.</param>
    /// <param name="dialect">The dialect.</param>
    /// <exception cref="ArgumentException">A value stands in such a place.</exception>
    public static void Check(string sql, List<int> places, SqlDialect dialect)
    {
        var tokens = SqlScanner.Scan(sql, dialect.Lexis, out _);
        var next = 0;
        foreach (var place in places)
        {
            while (next < tokens.Count && End(tokens[next]) <= place)
            {
                next++;
            }

            // A parameter is a sign of its own, or a word after a dollar.
            if (next == tokens.Count || tokens[next].Start > place + 1)
            {
                throw new ArgumentException("A value of the statement stands in a comment, where it has no effect. Remove it from the comment.", nameof(sql));
            }

            if (tokens[next].Kind is SqlTokenKind.Text or SqlTokenKind.Name)
            {
                throw Quoted(sql, tokens[next], places);
            }

            if (IsElement(sql, tokens, next) is { } head)
            {
                throw new ArgumentException(
                    $"A value after '{head} by' is a constant, and no column. For a column that is chosen at run time, write {{SqlStatement.Identifier(name)}}; for a direction, a fragment such as SqlStatement.Raw(\"desc\").",
                    nameof(sql));
            }
        }
    }

    private static int End(in SqlToken token) => token.Start + Math.Max(1, token.Length);

    private static ArgumentException Quoted(string sql, in SqlToken token, List<int> places)
    {
        var (start, end) = (token.Start, token.Start + token.Length);
        var inside = places.Count(place => place >= start && place < end);
        var before = sql[start..places.Find(place => place >= start)];
        var isPattern = before.EndsWith('%') || before.EndsWith('_') || sql.AsSpan(start, token.Length).EndsWith("%");
        return new ArgumentException(
            token.Kind == SqlTokenKind.Name
                ? "A value of the statement stands inside a quoted name. For a name that is chosen at run time, write {SqlStatement.Identifier(name)} without quotes."
                : "A value of the statement stands inside quotes, where it is text and no parameter. "
                    + (isPattern && inside == 1 ? "Write {\"%\" + value + \"%\"} without quotes." : "Write {value} without quotes, and join it to other text in C#."),
            nameof(sql));
    }

    /// <summary>The word before 'by', if a parameter is all of an element of its list.</summary>
    private static string? IsElement(string sql, List<SqlToken> tokens, int parameter)
    {
        var after = parameter + 1;
        if (after < tokens.Count && tokens[after].Kind == SqlTokenKind.Word && tokens[parameter].Kind == SqlTokenKind.Symbol && tokens[after].Start == tokens[parameter].Start + 1)
        {
            // The name after the sign.
            after++;
        }

        var before = parameter - 1;
        for (var isWidened = true; isWidened;)
        {
            isWidened = false;
            if (before > 0 && tokens[before].In(sql) is "+" or "-" && StartsElement(sql, tokens[before - 1]))
            {
                (before, isWidened) = (before - 1, true);
            }

            if (after + 1 < tokens.Count && tokens[after].In(sql) is "::")
            {
                // A cast, which leaves it a constant.
                (after, isWidened) = (after + 2, true);
            }

            if (before >= 0 && tokens[before].Kind == SqlTokenKind.Open && after < tokens.Count && tokens[after].Kind == SqlTokenKind.Close)
            {
                (before, after, isWidened) = (IsGrouping(sql, tokens, before) ? before - 2 : before - 1, after + 1, true);
            }
        }

        if (after < tokens.Count && !EndsElement(sql, tokens[after]))
        {
            return null;
        }

        return HeadOf(sql, tokens, before);
    }

    private static bool StartsElement(string sql, in SqlToken token)
        => token.Kind == SqlTokenKind.Open || token.In(sql) is "," || (token.Kind == SqlTokenKind.Word && token.In(sql).Equals("by", StringComparison.OrdinalIgnoreCase));

    /// <summary>Whether a parenthesis opens the list of <c>rollup</c>, <c>cube</c> or <c>grouping sets</c>.</summary>
    private static bool IsGrouping(string sql, List<SqlToken> tokens, int open)
        => open > 0 && tokens[open - 1].Kind == SqlTokenKind.Word && Groupings.Contains(tokens[open - 1].In(sql).ToString());

    private static bool EndsElement(string sql, in SqlToken token)
        => token.Kind is SqlTokenKind.Separator or SqlTokenKind.Close
        || token.In(sql) is ","
        || (token.Kind == SqlTokenKind.Word && ListEnds.Contains(token.In(sql).ToString()));

    /// <summary>The word before the 'by' of a list whose elements end, or that begins, at a token; null if there is none.</summary>
    private static string? HeadOf(string sql, List<SqlToken> tokens, int at)
    {
        var depth = 0;
        for (var isFirst = true; at > 0; at--, isFirst = false)
        {
            var token = tokens[at];
            depth += token.Kind == SqlTokenKind.Close ? 1 : token.Kind == SqlTokenKind.Open ? -1 : 0;
            if (depth < 0 && IsGrouping(sql, tokens, at))
            {
                depth = 0;
                at -= tokens[at - 1].In(sql).Equals("sets", StringComparison.OrdinalIgnoreCase) ? 2 : 1;
                continue;
            }

            if (depth < 0 || (isFirst && token.In(sql) is not ("," or "by" or "BY" or "By")))
            {
                return null;
            }

            if (depth == 0 && token.Kind == SqlTokenKind.Word && token.In(sql).Equals("by", StringComparison.OrdinalIgnoreCase))
            {
                return Array.Find(ListHeads, head => tokens[at - 1].In(sql).Equals(head, StringComparison.OrdinalIgnoreCase));
            }

            if (depth == 0 && token.Kind == SqlTokenKind.Word && Clauses.Contains(token.In(sql).ToString()))
            {
                return null;
            }
        }

        return null;
    }
}
