using System.Data.Common;
using DataAccess.Mapping;
using DataAccess.Sql;

namespace DataAccess.PostgreSql;

/// <summary>Collects rows as one typed array a column.</summary>
internal sealed class ArrayRowWriter : RowWriter
{
    private static readonly Dictionary<Type, Func<ArrayColumn>> Factories = new()
    {
        [typeof(bool)] = static () => new ValueArrayColumn<bool, bool>(static v => v),
        [typeof(byte)] = static () => new ValueArrayColumn<byte, short>(static v => v),
        [typeof(sbyte)] = static () => new ValueArrayColumn<sbyte, short>(static v => v),
        [typeof(short)] = static () => new ValueArrayColumn<short, short>(static v => v),
        [typeof(ushort)] = static () => new ValueArrayColumn<ushort, int>(static v => v),
        [typeof(int)] = static () => new ValueArrayColumn<int, int>(static v => v),
        [typeof(uint)] = static () => new ValueArrayColumn<uint, long>(static v => v),
        [typeof(long)] = static () => new ValueArrayColumn<long, long>(static v => v),
        [typeof(ulong)] = static () => new ValueArrayColumn<ulong, decimal>(static v => v),
        [typeof(float)] = static () => new ValueArrayColumn<float, float>(static v => v),
        [typeof(double)] = static () => new ValueArrayColumn<double, double>(static v => v),
        [typeof(decimal)] = static () => new ValueArrayColumn<decimal, decimal>(static v => v),
        [typeof(Guid)] = static () => new ValueArrayColumn<Guid, Guid>(static v => v),
        [typeof(DateOnly)] = static () => new ValueArrayColumn<DateOnly, DateOnly>(static v => v),
        [typeof(TimeOnly)] = static () => new ValueArrayColumn<TimeOnly, TimeOnly>(static v => v),
        [typeof(TimeSpan)] = static () => new ValueArrayColumn<TimeSpan, TimeSpan>(static v => v),
        [typeof(DateTime)] = static () => new ValueArrayColumn<DateTime, DateTime>(UtcTime.Of),
        [typeof(DateTimeOffset)] = static () => new ValueArrayColumn<DateTimeOffset, DateTimeOffset>(static v => v.ToUniversalTime()),
        [typeof(char)] = static () => new ReferenceArrayColumn<char, string>(static v => v.ToString()),
        [typeof(string)] = static () => new ReferenceArrayColumn<string, string>(static v => v),
        [typeof(byte[])] = static () => new ReferenceArrayColumn<byte[], byte[]>(static v => v),
    };

    private readonly ArrayColumn[] _columns;

    /// <exception cref="MappingException">A column's type has no array.</exception>
    public ArrayRowWriter(IEnumerable<Type> types)
        => _columns = [.. types.Select(static type => Factories.TryGetValue(type, out var create)
            ? create()
            : throw new MappingException($"Values of type {type.Name} cannot be sent to PostgreSQL in a batch. Convert them to text."))];

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
