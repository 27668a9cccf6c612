using DataAccess.Mapping;
using DataAccess.MySql.Failures;
using DataAccess.MySql.Types;
using MySqlConnector;

namespace DataAccess.MySql.Inserting;

/// <summary>Writes rows to parameters.</summary>
internal sealed class MySqlRows<T>(TableMap<T> map)
    where T : notnull
{
    /// <param name="parameters">The parameters, as many as are needed or more.</param>
    /// <param name="firstParameter">The index of the first parameter of the rows.</param>
    /// <param name="rows">The rows.</param>
    /// <param name="firstRow">The index of the first of them in the batch.</param>
    /// <exception cref="UnencodableRowException">MySQL cannot store one of the values.</exception>
    public void Fill(MySqlParameterCollection parameters, int firstParameter, ReadOnlySpan<T> rows, int firstRow)
    {
        var writer = new MySqlRowWriter(parameters) { Offset = firstParameter };
        for (var row = 0; row < rows.Length; row++)
        {
            map.Write(rows[row], writer);
            if (writer.Unencodable is >= 0 and var column)
            {
                throw new UnencodableRowException(
                    firstRow + row,
                    $"{typeof(T).Name}.{map.Inserted[column].Member} is NaN or infinite, or a time of 839 hours or more, which MySQL cannot store in column '{map.Inserted[column].Column}'. Make the member nullable and write null.");
            }

            writer.Offset += map.Inserted.Count;
        }
    }
}
