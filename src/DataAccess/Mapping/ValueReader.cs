using System.Data.Common;
using DataAccess.Sql;

namespace DataAccess.Mapping;

/// <summary>Reads a column as a value type, without boxing: by the line of <see cref="ScalarTypes"/>, or as an enum.</summary>
internal static class ValueReader<TValue>
    where TValue : struct
{
    public static readonly Func<DbDataReader, int, TValue> Read
        = typeof(TValue).IsEnum ? EnumColumn.ReaderOf<TValue>() : ScalarTypes.ReaderOf<TValue>();
}
