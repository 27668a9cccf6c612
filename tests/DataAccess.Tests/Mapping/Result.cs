using System.Data;
using System.Data.Common;
using DataAccess.Mapping;

namespace DataAccess.Tests;

/// <summary>A result of one row, without a database.</summary>
internal static class Result
{
    public static DbDataReader Of(params (string Column, Type Type, object? Value)[] columns)
    {
        using var table = new DataTable();
        foreach (var (column, type, _) in columns)
        {
            table.Columns.Add(column, type);
        }

        table.Rows.Add([.. columns.Select(static c => c.Value ?? DBNull.Value)]);
        var reader = table.CreateDataReader();
        reader.Read();
        return reader;
    }

    /// <summary>Reads the row as an object.</summary>
    public static T Read<T>(params (string Column, Type Type, object? Value)[] columns)
    {
        using var reader = Of(columns);
        return RowReader.Create<T>(reader)(reader);
    }
}
