using System.Data;
using System.Data.Common;
using System.Runtime.ExceptionServices;
using Dapper;

namespace DataAccess.Mapping;

/// <summary>
/// How the rows of a result of one shape become objects: which column goes to which member, and Dapper's row parser for
/// them. It holds nothing of the result it was made for, so it serves every result with the same column names.
/// </summary>
internal sealed class RowPlan<T>
{
    private readonly string[] _columns;
    private readonly ProjectedField[] _fields;
    private readonly Func<DbDataReader, T> _parse;
    private readonly bool _isScalar;

    private RowPlan(DbDataReader result, ProjectedField[] fields, Func<DbDataReader, T> parse, bool isScalar)
    {
        _columns = [.. Enumerable.Range(0, result.FieldCount).Select(result.GetName)];
        _fields = fields;
        _parse = parse;
        _isScalar = isScalar;
    }

    /// <summary>A plan for objects.</summary>
    public static RowPlan<T> OfRows(DbDataReader result, ProjectedField[] fields)
        => new(result, fields, new ProjectedReader(result, fields).GetRowParser<T>(), isScalar: false);

    /// <summary>A plan for the single values of the first column.</summary>
    public static RowPlan<T> OfValues(DbDataReader result, Type type)
    {
        var field = new ProjectedField("the value", result.GetName(0), 0, type, default(T) is null, ColumnReader.For(type)!);
        return new RowPlan<T>(
            result,
            [field],
            type.IsEnum
                ? reader => field.Read(reader) is var number and not DBNull ? (T)Enum.ToObject(type, number) : default!
                : reader => field.Read(reader) is var value and not DBNull ? (T)value : default!,
            isScalar: true);
    }

    /// <summary>Whether the plan serves another result.</summary>
    /// <param name="result">The result.</param>
    /// <param name="namesMayDiffer">Whether the statement leaves the columns to the table, which may have changed.</param>
    public bool Fits(DbDataReader result, bool namesMayDiffer)
    {
        if (result.FieldCount != _columns.Length)
        {
            return false;
        }

        for (var i = 0; namesMayDiffer && i < _columns.Length; i++)
        {
            if (!string.Equals(result.GetName(i), _columns[i], StringComparison.Ordinal))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>What <see cref="Parse"/> reads the result's rows through.</summary>
    public DbDataReader Bind(DbDataReader result) => _isScalar ? result : new ProjectedReader(result, _fields);

    /// <summary>The current row as an object.</summary>
    /// <param name="bound">What <see cref="Bind"/> gave.</param>
    public T Parse(DbDataReader bound)
    {
        try
        {
            return _parse(bound);
        }
        catch (DataException exception) when (exception.InnerException is { } cause)
        {
            // Dapper's wrapper shows the value, which is nobody's business, and hides what the driver or the mapping says.
            ExceptionDispatchInfo.Throw(cause);
            throw;
        }
    }
}
