using System.Data.Common;
using DataAccess.Mapping;
using DataAccess.Providers;

namespace DataAccess.PostgreSql.Inserting;

/// <summary>Sets parameters to a row's values, in order.</summary>
internal sealed class ParameterRowWriter(DatabaseProvider provider, DbParameterCollection parameters, int first = 0) : RowWriter
{
    public override void Write<TValue>(int column, TValue value) => parameters[first + column].Value = provider.ToDriverValue(value);

    public override void WriteNull(int column) => parameters[first + column].Value = DBNull.Value;
}
