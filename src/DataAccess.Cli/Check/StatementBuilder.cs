using System.Text.Json;

namespace DataAccess.Cli.Check;

/// <summary>Makes the statement that the program would run.</summary>
internal static class StatementBuilder
{
    /// <exception cref="ArgumentException">A value stands where none may.</exception>
    public static SqlStatement Build(ManifestStatement from)
    {
        var condition = TextOf(from.Parts!);
        if (from.Table is not { } table)
        {
            return condition;
        }

        var name = SqlStatement.Identifier(table.Name);
        if (table.Schema is not null)
        {
            name = (SqlStatement)$"{SqlStatement.Identifier(table.Schema)}.{name}";
        }

        var where = from.IsFilter ? (SqlStatement)$"where ({condition})" : condition;
        return from.IsCount ? (SqlStatement)$"select count(*) from {name} {where}" : (SqlStatement)$"select {ListOf(table.Columns)} from {name} {where}";
    }

    private static SqlStatement TextOf(IReadOnlyList<JsonElement> parts)
    {
        var statement = new SqlStatement(0, parts.Count);
        foreach (var part in parts)
        {
            if (part.ValueKind == JsonValueKind.String)
            {
                statement.AppendLiteral(part.GetString()!);
            }
            else if (part.TryGetProperty("name", out var name))
            {
                statement.AppendFormatted(SqlStatement.Identifier(name.GetString()!));
            }
            else
            {
                SampleValues.AppendTo(statement, part.GetProperty("type").GetString()!);
            }
        }

        return statement;
    }

    private static SqlStatement ListOf(IReadOnlyList<string> columns)
    {
        var list = new SqlStatement(0, columns.Count);
        for (var i = 0; i < columns.Count; i++)
        {
            list.AppendLiteral(i == 0 ? "" : ", ");
            list.AppendFormatted(SqlStatement.Identifier(columns[i]));
        }

        return list;
    }
}
