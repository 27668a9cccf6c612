using System.Data;
using System.Data.Common;
using DataAccess.Mapping;
using DataAccess.Sql;
using Xunit;

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

    /// <summary>Reads the row as an object, by reflection and by the type's generated map, which must agree.</summary>
    public static T Read<T>(params (string Column, Type Type, object? Value)[] columns)
    {
        using var reader = Of(columns);
        if (RowMaps<T>.Find() is not { } map)
        {
            return RowReader.Create<T>(reader, Conversions.Declared)(reader);
        }

        var (generated, error) = Try(new Func<RowPlan<T>>(() => new MappedPlan<T>(new ResultColumns(reader, Conversions.Declared), map)), reader);
        var (reflected, reflectedError) = Try(new Func<RowPlan<T>>(() => new ReflectedPlan<T>(new ResultColumns(reader, Conversions.Declared), MappedType.Of(typeof(T), Conversions.Declared))), reader);
        Assert.Equal((reflectedError?.GetType(), reflectedError?.Message), (error?.GetType(), error?.Message));
        Assert.Equivalent(reflected, generated, strict: true);
        return error is null ? generated! : throw error;
    }

    private static (T? Row, MappingException? Error) Try<T>(Func<RowPlan<T>> plan, DbDataReader reader)
    {
        try
        {
            var made = plan();
            return (made.Parse(made.Bind(reader)), null);
        }
        catch (MappingException exception)
        {
            return (default, exception);
        }
    }
}
