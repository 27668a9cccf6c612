using System.Data.Common;

namespace DataAccess.Sql;

/// <summary>A scalar type whose columns are read as <typeparamref name="TValue"/>.</summary>
internal interface IScalarReader<out TValue>
{
    Func<DbDataReader, int, TValue> Reader { get; }
}
