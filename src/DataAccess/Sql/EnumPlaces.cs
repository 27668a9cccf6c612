namespace DataAccess.Sql;

/// <summary>Finds the column that each parameter of a statement is compared with or stored in, as far as its text shows.</summary>
/// <param name="sql">The text.</param>
/// <param name="tokens">Its tokens; each parameter is a question mark.</param>
internal readonly struct EnumPlaces(string sql, List<SqlToken> tokens)
{
    private const string Parameter = "?";

    /// <summary>The column of each parameter, null where it is not known, and whether they are compared by order.</summary>
    public List<(string? Name, bool IsOrdered)> Columns()
    {
        var columns = new List<(string?, bool)>();
        var inserted = Inserted();
        for (var i = 0; i < tokens.Count; i++)
        {
            if (IsSign(i, Parameter))
            {
                var compared = inserted.GetValueOrDefault(i) ?? Compared(i) ?? Listed(i);
                columns.Add(compared is null ? (Between(i), true) : (compared, IsOrder(SignsBefore(i)) || IsOrder(SignsAfter(i))));
            }
        }

        return columns;
    }

    /// <summary>The column of <c>column = ?</c>, or <c>? = column</c>.</summary>
    private string? Compared(int at)
    {
        var before = at - 1;
        while (before >= 0 && IsComparison(before))
        {
            before--;
        }

        if (before < at - 1)
        {
            return NameEndingAt(before);
        }

        var after = at + 1;
        while (after < tokens.Count && IsComparison(after))
        {
            after++;
        }

        return after > at + 1 ? NameStartingAt(after) : null;
    }

    /// <summary>The column of <c>column in (?, ?)</c>.</summary>
    private string? Listed(int at)
    {
        var open = at - 1;
        while (open >= 0 && (IsSign(open, ",") || IsSign(open, Parameter) || tokens[open].Kind == SqlTokenKind.Text))
        {
            open--;
        }

        return open > 0 && tokens[open].Kind == SqlTokenKind.Open && IsWord(open - 1, "in")
            ? NameEndingAt(IsWord(open - 2, "not") ? open - 3 : open - 2)
            : null;
    }

    /// <summary>The column of <c>column between ? and ?</c>.</summary>
    private string? Between(int at)
    {
        var between = IsWord(at - 1, "between") ? at - 1 : IsWord(at - 1, "and") && IsWord(at - 3, "between") ? at - 3 : -1;
        return between < 0 ? null : NameEndingAt(IsWord(between - 1, "not") ? between - 2 : between - 1);
    }

    /// <summary>The columns of the parameters that are values of an insert by themselves.</summary>
    private Dictionary<int, string> Inserted()
    {
        var places = new Dictionary<int, string>();
        for (var i = 0; i < tokens.Count; i++)
        {
            if ((IsWord(i, "values") || IsWord(i, "value")) && i > 0 && tokens[i - 1].Kind == SqlTokenKind.Close && NamesBefore(i - 1) is { } names)
            {
                i = AddRows(i + 1, names, places);
            }
        }

        return places;
    }

    /// <summary>The names in a parenthesis; null if it has anything else.</summary>
    private List<string>? NamesBefore(int close)
    {
        var names = new List<string>();
        for (var i = close - 1; i >= 0; i -= 2)
        {
            if (!tokens[i].IsName)
            {
                return null;
            }

            names.Insert(0, tokens[i].In(sql).ToString());
            if (i == 0 || tokens[i - 1].Kind == SqlTokenKind.Open)
            {
                return names;
            }

            if (!IsSign(i - 1, ","))
            {
                return null;
            }
        }

        return null;
    }

    private int AddRows(int at, List<string> names, Dictionary<int, string> places)
    {
        var (depth, position, start) = (0, 0, at);
        for (; at < tokens.Count; at++)
        {
            if (depth == 0 && tokens[at].Kind != SqlTokenKind.Open && !IsSign(at, ","))
            {
                break;
            }

            if (tokens[at].Kind == SqlTokenKind.Open && ++depth == 1)
            {
                (position, start) = (0, at + 1);
            }
            else if (depth == 1 && (IsSign(at, ",") || tokens[at].Kind == SqlTokenKind.Close))
            {
                if (at == start + 1 && IsSign(start, Parameter) && position < names.Count)
                {
                    places[start] = names[position];
                }

                (position, start) = (position + 1, at + 1);
            }

            depth -= tokens[at].Kind == SqlTokenKind.Close ? 1 : 0;
        }

        return at - 1;
    }

    private string? NameEndingAt(int at) => at >= 0 && tokens[at].IsName ? tokens[at].In(sql).ToString() : null;

    /// <summary>The last part of a name such as <c>t.column</c>.</summary>
    private string? NameStartingAt(int at)
    {
        while (at + 2 < tokens.Count && IsSign(at + 1, "."))
        {
            at += 2;
        }

        return NameEndingAt(at < tokens.Count ? at : -1);
    }

    private static bool IsOrder(ReadOnlySpan<char> signs) => signs is "<" or ">" or "<=" or ">=";

    private string SignsBefore(int at)
    {
        var signs = "";
        while (at > 0 && IsComparison(--at))
        {
            signs = string.Concat(tokens[at].In(sql), signs);
        }

        return signs;
    }

    private string SignsAfter(int at)
    {
        var signs = "";
        while (++at < tokens.Count && IsComparison(at))
        {
            signs = string.Concat(signs, tokens[at].In(sql));
        }

        return signs;
    }

    private bool IsComparison(int at) => tokens[at].Kind == SqlTokenKind.Symbol && tokens[at].In(sql) is "=" or "<" or ">" or "!";

    private bool IsSign(int at, string sign) => tokens[at].Kind == SqlTokenKind.Symbol && tokens[at].In(sql).SequenceEqual(sign);

    private bool IsWord(int at, string word) => at >= 0 && tokens[at].Kind == SqlTokenKind.Word && tokens[at].In(sql).Equals(word, StringComparison.OrdinalIgnoreCase);
}
