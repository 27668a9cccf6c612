using Npgsql;

namespace DataAccess.PostgreSql;

/// <summary>Appends a row's values as parameters, in order.</summary>
internal sealed class ParameterRowWriter(PostgreSqlProvider provider, Type[] types, NpgsqlParameterCollection parameters) : RowWriter
{
    public override void Write<TValue>(int column, TValue value) => Add(column, provider.ToDriverValue(value));

    public override void WriteNull(int column) => Add(column, DBNull.Value);

    private void Add(int column, object value)
        => parameters.Add(new NpgsqlParameter { NpgsqlDbType = PostgreSqlTypes.ParameterTypeOf(types[column]), Value = value });
}
