using System.Data;
using System.Data.Common;
using System.Runtime.ExceptionServices;
using Dapper;

namespace DataAccess.Mapping;

/// <summary>
/// How the rows of results with the same columns become objects: which column is read into which member, and Dapper's row parser for
/// them. It keeps nothing of the result for which it was created, so it can be used for every result with the same column names.
/// </summary>
internal sealed class RowPlan<T>
{
    private readonly string[] _columns;
    private readonly ProjectedField[] _fields;
    private readonly Func<DbDataReader, T> _parse;
    private readonly MemberSetter<T>[] _setters;
    private readonly bool _isScalar;

    private RowPlan(DbDataReader result, ProjectedField[] fields, Func<DbDataReader, T> parse, MemberSetter<T>[] setters, bool isScalar)
    {
        _columns = [.. Enumerable.Range(0, result.FieldCount).Select(result.GetName)];
        _fields = fields;
        _parse = parse;
        _setters = setters;
        _isScalar = isScalar;
    }

    /// <summary>A plan for objects.</summary>
    /// <param name="result">A result.</param>
    /// <param name="fields">What the row parser passes to the constructor, or sets.</param>
    /// <param name="setters">What is set after that.</param>
    public static RowPlan<T> OfRows(DbDataReader result, ProjectedField[] fields, MemberSetter<T>[] setters)
        => new(result, fields, new ProjectedReader(result, fields).GetRowParser<T>(), setters, isScalar: false);

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
            [],
            isScalar: true);
    }

    /// <summary>Whether the plan can be used for another result.</summary>
    /// <param name="result">The result.</param>
    /// <param name="namesMayDiffer">Whether the result's columns depend on the table, which may have changed.</param>
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

    /// <summary>Returns the reader through which <see cref="Parse"/> reads the result's rows.</summary>
    public DbDataReader Bind(DbDataReader result) => _isScalar ? result : new ProjectedReader(result, _fields);

    /// <summary>The current row as an object.</summary>
    /// <param name="bound">The result of <see cref="Bind"/>.</param>
    public T Parse(DbDataReader bound)
    {
        try
        {
            var row = _parse(bound);
            return _setters.Length == 0 ? row : SetMembers(row, (ProjectedReader)bound);
        }
        catch (DataException exception) when (exception.InnerException is { } cause)
        {
            // Dapper's wrapper exception exposes the value, which must not be disclosed, and hides the message of the driver or the mapping.
            ExceptionDispatchInfo.Throw(cause);
            throw;
        }
    }

    private T SetMembers(T row, ProjectedReader bound)
    {
        foreach (var setter in _setters)
        {
            setter.Set(ref row, bound.Inner);
        }

        return row;
    }
}
