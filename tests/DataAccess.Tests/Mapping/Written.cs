using DataAccess.Mapping;

namespace DataAccess.Tests;

/// <summary>What a map hands to a writer for a row.</summary>
internal sealed class Written : RowWriter
{
    private readonly object?[] _values;

    private Written(int columns) => _values = new object?[columns];

    public static object?[] By<T>(TableMap<T> map, T row)
    {
        var writer = new Written(map.Columns.Count);
        for (var i = 0; i < map.Columns.Count; i++)
        {
            map.Columns[i].Write(row, writer, i);
        }

        return writer._values;
    }

    public override void Write<TValue>(int column, TValue value) => _values[column] = value;

    public override void WriteNull(int column) => _values[column] = null;
}
