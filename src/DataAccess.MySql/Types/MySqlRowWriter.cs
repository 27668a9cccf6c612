using DataAccess.Mapping;
using MySqlConnector;

namespace DataAccess.MySql.Types;

/// <summary>Writes a row's values to existing parameters, so that only boxed values are allocated.</summary>
internal sealed class MySqlRowWriter(MySqlParameterCollection parameters) : RowWriter
{
    /// <summary>The position of the row's first parameter.</summary>
    public int Offset { get; set; }

    /// <summary>The column of the last row whose value cannot be stored, or -1.</summary>
    public int Unencodable { get; private set; } = -1;

    public static void Grow(MySqlParameterCollection parameters, int count)
    {
        while (parameters.Count < count)
        {
            parameters.Add(new MySqlParameter());
        }
    }

    public override void Write<TValue>(int column, TValue value)
    {
        var type = MySqlTypes.Find<TValue>();
        if (type?.CanStore(value) == false)
        {
            Unencodable = column;
        }

        parameters[Offset + column].Value = type is null ? value : type.ToParameter(value);
    }

    public override void WriteNull(int column) => parameters[Offset + column].Value = DBNull.Value;
}
