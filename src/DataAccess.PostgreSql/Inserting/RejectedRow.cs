using DataAccess.Mapping;
using DataAccess.PostgreSql.Failures;
using DataAccess.Providers;
using DataAccess.Shared;
using Npgsql;

namespace DataAccess.PostgreSql.Inserting;

/// <summary>
/// Finds the row that an error names: by COPY's line, by the column that must not be null, or by the key in its detail. Only a row that
/// is certain to be rejected is returned.
/// </summary>
internal static class RejectedRow
{
    /// <summary>Whether the error says that the ledger already contains the batch.</summary>
    public static bool IsLedgerConflict(Exception exception)
        => exception is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation, TableName: LedgerSql.Table };

    /// <param name="error">The server's error.</param>
    /// <param name="map">The table.</param>
    /// <param name="shape">What is known of the table.</param>
    /// <param name="rows">The rows.</param>
    /// <param name="isOld">For each row, whether it was left out for a later row with its key; empty if none was.</param>
    /// <returns>The row's index, or -1.</returns>
    public static int Find<T>(PostgresException error, TableMap<T> map, TableShape shape, ReadOnlySpan<T> rows, ReadOnlySpan<bool> isOld)
    {
        if (IsLedgerConflict(error))
        {
            return -1;
        }

        var line = CopyLine.IndexIn(error.Where, map.Table.Name);
        if (line >= 0)
        {
            return line < rows.Length ? line : -1;
        }

        // A trigger may have changed what was sent, or may itself have written to another table or to this one: then the error has a context.
        return shape.KeepsValues
            && string.IsNullOrEmpty(error.Where)
            && string.Equals(error.TableName, map.Table.Name, StringComparison.Ordinal)
            && string.Equals(error.SchemaName, shape.Schema, StringComparison.Ordinal)
            ? error.SqlState switch
            {
                PostgresErrorCodes.NotNullViolation => FindNull(error.ColumnName, map, rows, isOld),
                PostgresErrorCodes.UniqueViolation => FindKey(KeyDetail.Read(error.Detail), isEach: false, map, shape, rows, isOld),
                PostgresErrorCodes.ForeignKeyViolation => FindKey(KeyDetail.Read(error.Detail), isEach: true, map, shape, rows, isOld),
                _ => -1,
            }
            : -1;
    }

    private static int FindNull<T>(string? name, TableMap<T> map, ReadOnlySpan<T> rows, ReadOnlySpan<bool> isOld)
    {
        if (map.Inserted.FirstOrDefault(c => string.Equals(c.Column, name, StringComparison.Ordinal)) is not { } column)
        {
            return -1;
        }

        for (var i = 0; i < rows.Length; i++)
        {
            if (column.IsNull(rows[i]) && (isOld.IsEmpty || !isOld[i]))
            {
                return i;
            }
        }

        return -1;
    }

    /// <summary>
    /// The row with the key. Of several rows with it, any one if all of them are rejected; otherwise none, because an index may apply to
    /// some of them only.
    /// </summary>
    private static int FindKey<T>(KeyDetail? detail, bool isEach, TableMap<T> map, TableShape shape, ReadOnlySpan<T> rows, ReadOnlySpan<bool> isOld)
    {
        if (detail is not { } key)
        {
            return -1;
        }

        var columns = Array.ConvertAll(key.Columns, name => map.Inserted.FirstOrDefault(c => string.Equals(c.Column, name, StringComparison.Ordinal)));
        if (Array.Exists(columns, c => c is null || !IsKept(c.Type, shape.Columns.GetValueOrDefault(c.Column))))
        {
            return -1;
        }

        var found = -1;
        foreach (var row in ShownKey.RowsWith(rows, columns!, key.Values, mayTrimText: true))
        {
            if (isOld.IsEmpty || !isOld[row])
            {
                if (found >= 0 && !isEach)
                {
                    return -1;
                }

                found = row;
            }
        }

        return found;
    }

    /// <summary>Whether the column shows values of the type as they were sent. An integer in a numeric column shows decimals.</summary>
    private static bool IsKept(Type type, ColumnShape? column) => column?.CopyType switch
    {
        "int2" or "int4" or "int8" => type != typeof(decimal),
        "text" or "varchar" => type == typeof(string),
        "uuid" => type == typeof(Guid),
        _ => false,
    };
}
