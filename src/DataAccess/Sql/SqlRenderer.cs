using System.Text;

namespace DataAccess;

/// <summary>Writes a statement as one dialect's text, and lays its values out in the order of that text's parameters.</summary>
internal static class SqlRenderer
{
    public static SqlText Render(SqlStatement statement, SqlDialect dialect)
    {
        var sql = new StringBuilder();
        var types = new List<Type>();
        var previous = default(string);
        foreach (var segment in statement.Segments)
        {
            switch (segment.Kind)
            {
                case SqlSegmentKind.Text:
                    sql.Append(segment.Text);
                    break;
                case SqlSegmentKind.Identifier:
                    sql.Append(dialect.QuoteIdentifier(segment.Text!));
                    break;
                case SqlSegmentKind.Value:
                    dialect.AppendParameter(sql, types.Count);
                    types.Add(segment.Type!);
                    break;
                default:
                    AppendList(sql, types, segment, previous, dialect);
                    break;
            }

            previous = segment.Text;
        }

        return types.Count <= dialect.MaxParameters
            ? new SqlText(sql.ToString(), [.. types], dialect)
            : throw new ArgumentException(
                $"The statement has {types.Count} parameters and {dialect.Name} takes at most {dialect.MaxParameters}. "
                + "Send a shorter list, or several statements.",
                nameof(statement));
    }

    /// <summary>The values in the order of the parameters, lists padded as <see cref="ListPlaces"/> says.</summary>
    public static object?[] Values(SqlStatement statement, SqlText text, SqlDialect dialect)
    {
        var values = text.ParameterTypes.Length == 0 ? [] : new object?[text.ParameterTypes.Length];
        var next = 0;
        foreach (var segment in statement.Segments)
        {
            if (segment.Kind == SqlSegmentKind.Value)
            {
                values[next++] = segment.Value;
            }
            else if (segment.Kind == SqlSegmentKind.List)
            {
                var list = (Array)segment.Value!;
                next = dialect.SendsListsAsArrays ? AddArray(values, next, list, segment.Type!) : AddPadded(values, next, list);
            }
        }

        return values;
    }

    private static void AppendList(StringBuilder sql, List<Type> types, in SqlSegment segment, string? before, SqlDialect dialect)
    {
        if (dialect.SendsListsAsArrays)
        {
            var negated = SqlKeywords.EndsWithNotIn(before);
            TrimKeywords(sql, negated);
            sql.Append(negated ? "<> all(" : "= any(");
            dialect.AppendParameter(sql, types.Count);
            sql.Append(')');
            types.Add(dialect.ArrayTypeOf(segment.Type!));
            return;
        }

        var places = ListPlaces.For(((Array)segment.Value!).Length);
        sql.Append(places == 0 ? dialect.EmptyList : "(");
        for (var i = 0; i < places; i++)
        {
            sql.Append(i == 0 ? "" : ", ");
            dialect.AppendParameter(sql, types.Count);
            types.Add(segment.Type!);
        }

        sql.Append(places == 0 ? "" : ")");
    }

    private static void TrimKeywords(StringBuilder sql, bool negated)
    {
        TrimBlanks(sql);
        sql.Length -= "in".Length;
        if (negated)
        {
            TrimBlanks(sql);
            sql.Length -= "not".Length;
        }
    }

    private static void TrimBlanks(StringBuilder sql)
    {
        while (sql.Length > 0 && char.IsWhiteSpace(sql[^1]))
        {
            sql.Length--;
        }
    }

    private static int AddArray(object?[] values, int next, Array list, Type elementType)
    {
        values[next] = TypedArray.Of(list, elementType);
        return next + 1;
    }

    private static int AddPadded(object?[] values, int next, Array list)
    {
        var places = ListPlaces.For(list.Length);
        for (var i = 0; i < places; i++)
        {
            values[next++] = list.GetValue(Math.Min(i, list.Length - 1));
        }

        return next;
    }
}
