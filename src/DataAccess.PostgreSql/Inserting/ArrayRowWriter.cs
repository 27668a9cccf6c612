using System.Data.Common;
using DataAccess.Mapping;
using DataAccess.PostgreSql.Types;

namespace DataAccess.PostgreSql.Inserting;

/// <summary>Collects rows as one typed array per column.</summary>
internal sealed class ArrayRowWriter : RowWriter
{
    private readonly ArrayColumn[] _columns;

    /// <exception cref="MappingException">A column's type has no array type.</exception>
    public ArrayRowWriter(IEnumerable<Type> types)
        => _columns = [.. types.Select(static type => PostgreSqlTypes.Find(type)?.CreateColumn()
            ?? throw new MappingException($"Values of type {type.Name} cannot be sent to PostgreSQL in a batch. Convert them to text."))];

    /// <summary>The type of each column's array.</summary>
    public Type[] ArrayTypes => [.. _columns.Select(static column => column.ArrayType)];

    public override void Write<TValue>(int column, TValue value) => ((TypedArrayColumn<TValue>)_columns[column]).Add(value);

    public override void WriteNull(int column) => _columns[column].AddNull();

    public void Clear()
    {
        foreach (var column in _columns)
        {
            column.Clear();
        }
    }

    public void SetParameters(DbParameterCollection parameters)
    {
        for (var i = 0; i < _columns.Length; i++)
        {
            parameters[i].Value = _columns[i].Values;
        }
    }
}
