using System.Data;
using System.Data.Common;
using System.Runtime.ExceptionServices;
using Dapper;

namespace DataAccess.Mapping;

/// <summary>A plan for objects of a type without a generated map, by Dapper's row parser.</summary>
internal sealed class ReflectedPlan<T> : RowPlan<T>
{
    private readonly ProjectedField[] _fields;
    private readonly Func<DbDataReader, T> _parse;
    private readonly MemberSetter<T>[] _setters;

    /// <param name="columns">The columns.</param>
    /// <param name="type">The type.</param>
    public ReflectedPlan(ResultColumns columns, MappedType type)
        : this(columns, type, RowBinder.Bind(typeof(T), type.Rows, columns))
    {
    }

    private ReflectedPlan(ResultColumns columns, MappedType type, BoundColumn?[] bound)
        : base(columns, bound)
    {
        var outside = type.OutsideConstructor
            .Select((member, i) => (Member: member, Column: bound[type.Rows.Count - type.OutsideConstructor.Count + i]))
            .Where(static m => m.Column is not null)
            .Select(static m => (m.Member, Field: new ProjectedField(m.Column!)))
            .ToArray();

        // The row parser sets members, or passes parameters, but not both.
        var next = 0;
        _fields = type.Parameters.Length == 0 ? Array.ConvertAll(outside, static m => m.Field) : Array.ConvertAll(type.Parameters, FieldOf);
        _setters = type.Parameters.Length == 0 ? [] : Array.ConvertAll(outside, static m => new MemberSetter<T>(m.Member, m.Field));
        _parse = new ProjectedReader(columns.Reader, _fields).GetRowParser<T>();

        ProjectedField FieldOf(MappedParameter parameter)
            => (parameter.Member is null ? null : bound[next++]) is { } column
                ? new ProjectedField(column)
                : new ProjectedField(parameter.Name, parameter.Type, parameter.Default);
    }

    public override DbDataReader Bind(DbDataReader result) => new ProjectedReader(result, _fields);

    public override T Parse(DbDataReader bound)
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
