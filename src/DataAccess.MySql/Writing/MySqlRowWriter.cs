using DataAccess.Mapping;
using DataAccess.Sql;
using MySqlConnector;

namespace DataAccess.MySql;

/// <summary>Puts a row's values into parameters that are there already, so that only what is boxed is allocated.</summary>
internal sealed class MySqlRowWriter(MySqlParameterCollection parameters) : RowWriter
{
    /// <summary>The position of the row's first parameter.</summary>
    public int Offset { get; set; }

    /// <summary>The column of the last row whose value cannot be stored, or -1.</summary>
    public int NotStorable { get; private set; } = -1;

    public override void Write<TValue>(int column, TValue value)
    {
        if (!MySqlValues.IsStorable(value))
        {
            NotStorable = column;
        }

        parameters[Offset + column].Value = value switch
        {
            DateTime time => UtcTime.Of(time),

            // In a wider column a float is the same number however it is sent: as text it would be a rounder one.
            float real => Signed((double)real),
            double real => Signed(real),
            _ => value,
        };
    }

    public override void WriteNull(int column) => parameters[Offset + column].Value = DBNull.Value;

    /// <summary>Negative zero as text: as the number -0, which the driver writes, it is an integer to the server and loses its sign.</summary>
    private static object Signed(double real) => real == 0 && double.IsNegative(real) ? "-0" : real;
}
