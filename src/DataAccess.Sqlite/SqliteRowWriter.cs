using Microsoft.Data.Sqlite;

namespace DataAccess.Sqlite;

/// <summary>Fills the parameters of a prepared insert with a row.</summary>
internal sealed class SqliteRowWriter : RowWriter
{
    private readonly SqliteParameter[] _parameters;

    public SqliteRowWriter(SqliteCommand command, int columns)
    {
        _parameters = new SqliteParameter[columns];
        for (var i = 0; i < columns; i++)
        {
            _parameters[i] = command.Parameters.Add(new SqliteParameter { ParameterName = $"@p{i}" });
        }
    }

    public override void Write<TValue>(int column, TValue value)
        => _parameters[column].Value = value is DateTime time ? UtcTime.Of(time) : value;

    public override void WriteNull(int column) => _parameters[column].Value = DBNull.Value;
}
