using System.Data.Common;
using DataAccess.Sql;
using DataAccess.Sql.Reading;

namespace DataAccess.Mapping;

/// <summary>Reads a column as a reference type: by the line of <see cref="ScalarTypes"/>, or as what it is.</summary>
internal static class ReferenceReader<TValue>
    where TValue : class
{
    public static readonly Func<DbDataReader, int, TValue> Read
        = typeof(TValue) == typeof(object) ? static (reader, column) => (TValue)NaturalColumn.Read(reader, column) : ScalarTypes.ReaderOf<TValue>();
}
