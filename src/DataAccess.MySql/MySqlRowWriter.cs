using MySqlConnector;

namespace DataAccess.MySql;

/// <summary>Appends a row's values as parameters, in order.</summary>
internal sealed class MySqlRowWriter(MySqlParameterCollection parameters) : RowWriter
{
    public override void Write<TValue>(int column, TValue value)
        => parameters.Add(new MySqlParameter { Value = value is DateTime time ? UtcTime.Of(time) : value });

    public override void WriteNull(int column) => parameters.Add(new MySqlParameter { Value = DBNull.Value });
}
