namespace DataAccess.Mapping;

/// <summary>A row's values in a statement, as parameters.</summary>
internal static class RowParameters
{
    /// <summary>Appends the values of some columns, in parentheses.</summary>
    /// <exception cref="DataAccess.Failures.RowValueException">The row's own code threw.</exception>
    public static void Append<T>(SqlStatement statement, T row, IReadOnlyList<ColumnMap<T>> columns)
    {
        statement.AppendLiteral("(");
        for (var i = 0; i < columns.Count; i++)
        {
            if (i > 0)
            {
                statement.AppendLiteral(", ");
            }

            columns[i].AppendTo(statement, row);
        }

        statement.AppendLiteral(")");
    }
}
