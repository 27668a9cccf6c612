using System.Text;

namespace DataAccess.Sql;

/// <summary>Renders a statement as the text of a dialect, with its values in the order of that text's parameters.</summary>
internal static class SqlRenderer
{
    /// <summary>The type of the parameter that a script is sent with and does not use.</summary>
    private static readonly Type UnusedType = typeof(int);

    public static SqlText Render(SqlStatement statement, SqlDialect dialect, Conversions conversions)
        => Render(statement, dialect, conversions, statement.IsOneOff ? SqlAnalysis.PlainInsert : null, statement.IsOneOff);

    /// <param name="statement">The statement.</param>
    /// <param name="dialect">The dialect.</param>
    /// <param name="conversions">The converters with which its rows are read.</param>
    /// <param name="known">The analysis of a text that the library wrote; null to analyze the text.</param>
    /// <param name="isOneOff">Whether the text is neither prepared nor cached.</param>
    public static SqlText Render(SqlStatement statement, SqlDialect dialect, Conversions conversions, SqlAnalysis? known, bool isOneOff)
    {
        var sql = new StringBuilder();
        var types = new List<Type>();
        var places = new List<int>();
        var enums = new List<Type?>();
        var segments = statement.Segments;
        var written = 0;
        for (var i = 0; i < segments.Length; i++)
        {
            var segment = segments[i];
            switch (segment.Kind)
            {
                case SqlSegmentKind.Text:
                    sql.Append(segment.Text.AsSpan(written));
                    written = 0;
                    break;
                case SqlSegmentKind.Script:
                    sql.Append(segment.Text);
                    if (dialect.DriverParsesText)
                    {
                        types.Add(UnusedType);
                    }

                    break;
                case SqlSegmentKind.Identifier:
                    sql.Append(dialect.QuoteIdentifier(segment.Text!));
                    break;
                case SqlSegmentKind.Value:
                    places.Add(AppendValue(sql, segment.Type!, segments[(i + 1)..], types.Count, dialect, out written));
                    types.Add(segment.Type!);
                    break;
                default:
                    AppendList(sql, types, segment, dialect);
                    break;
            }

            while (enums.Count < types.Count)
            {
                enums.Add(segment.EnumType);
            }
        }

        if (places.Count > 0 && !statement.IsOneOff)
        {
            ParameterPlaces.Check(sql.ToString(), places, dialect);
        }

        return types.Count <= dialect.MaxParameters
            ? TextOf(sql.ToString(), types)
            : throw new ArgumentException(
                Invariant($"The statement has {types.Count} parameters, but {dialect.Name} allows at most {dialect.MaxParameters}. ")
                + "Shorten the list, or split it into several statements.",
                nameof(statement));

        // An insert that the library wrote calls no function.
        SqlText TextOf(string text, List<Type> parameters)
            => new(text, [.. parameters], dialect, known) { IsOneOff = isOneOff, Conversions = conversions, Untyped = statement.IsOneOff ? null : UntypedText.In(text, parameters, dialect), Enums = EnumParameters.In(text, [.. enums], dialect), Split = statement.Split };
    }

    /// <summary>The values in the order of the parameters, with lists padded as described at <see cref="ListPlaces"/>.</summary>
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
            else if (segment.Kind == SqlSegmentKind.Script && dialect.DriverParsesText)
            {
                values[next++] = 0;
            }
            else if (segment.Kind == SqlSegmentKind.List)
            {
                next = dialect.SendsListsAsArrays ? AddArray(values, next, (Array)segment.Value!, text.ParameterTypes[next]) : AddList(values, next, segment, dialect);
            }
        }

        return values;
    }

    /// <summary>Appends a parameter; where it begins, and how much of the text after it was written too.</summary>
    private static int AppendValue(StringBuilder sql, Type type, ReadOnlySpan<SqlSegment> rest, int index, SqlDialect dialect, out int written)
    {
        SqlSegment? next = rest.Length > 0 ? rest[0] : null;
        written = 0;
        if (LeadingText.TryAppend(sql, rest, index, type, dialect) is { } leading)
        {
            written = leading.Written;
            return leading.Place;
        }

        if (OtherText.TryAppend(sql, next, index, type, dialect) is >= 0 and var place)
        {
            return place;
        }

        place = sql.Length;
        dialect.AppendParameter(sql, index);
        return place;
    }

    private static void AppendList(StringBuilder sql, List<Type> types, in SqlSegment segment, SqlDialect dialect)
    {
        if (dialect.SendsListsAsArrays)
        {
            if (segment.Type == typeof(object))
            {
                throw new ArgumentException(
                    $"The list after 'in' has values of the types {ListValues.TypesIn((Array)segment.Value!)}, and {dialect.Name} compares with an array of one type. Convert them to one.", nameof(segment));
            }

            sql.Append(TrimIn(sql) ? "<> all(" : "= any(");
            dialect.AppendParameter(sql, types.Count);
            sql.Append(')');
            types.Add(dialect.ArrayTypeOf(segment.Type!));
            return;
        }

        var places = ListPlaces.Of(segment, dialect);
        if (places < 0)
        {
            types.AddRange(Enumerable.Repeat(typeof(string), dialect.LongLists!.Append(sql, types.Count, -places, segment.Type!)));
            return;
        }

        sql.Append(places == 0 ? dialect.EmptyList : "(");
        for (var i = 0; i < places; i++)
        {
            sql.Append(i == 0 ? "" : ", ");
            OtherText.Append(sql, types.Count, segment.Type!, dialect);
            types.Add(segment.Type!);
        }

        sql.Append(places == 0 ? "" : ")");
    }

    /// <summary>Removes the <c>in</c> or <c>not in</c> that was written; true for the latter. The <c>not</c> may be from another fragment.</summary>
    private static bool TrimIn(StringBuilder sql)
    {
        var head = SqlKeywords.TrimEnd(sql.ToString())[..^"in".Length];
        var negated = SqlKeywords.EndsWithNot(head);
        sql.Length = negated ? head.TrimEnd().Length - "not".Length : head.Length;
        return negated;
    }

    private static int AddArray(object?[] values, int next, Array list, Type type)
    {
        values[next] = type == typeof(string) ? ArrayText.Of(list) : TypedArray.Of(list, type.GetElementType()!);
        return next + 1;
    }

    private static int AddList(object?[] values, int next, in SqlSegment segment, SqlDialect dialect)
    {
        var list = (Array)segment.Value!;
        var places = ListPlaces.Of(segment, dialect);
        if (places < 0)
        {
            foreach (var text in dialect.LongLists!.Encode(list, -places))
            {
                values[next++] = text;
            }

            return next;
        }

        for (var i = 0; i < places; i++)
        {
            values[next++] = list.GetValue(Math.Min(i, list.Length - 1));
        }

        return next;
    }
}
