using System.Data.Common;
using DataAccess.Sql;

namespace DataAccess.Mapping;

/// <summary>Reads a column as a reference type: by the line of <see cref="ScalarTypes"/>, or as whatever the driver has.</summary>
internal static class ReferenceReader<TValue>
    where TValue : class
{
    public static readonly Func<DbDataReader, int, TValue> Read
        = typeof(TValue) == typeof(object) ? static (reader, column) => (TValue)reader.GetValue(column) : ScalarTypes.ReaderOf<TValue>();
}
