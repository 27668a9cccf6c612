using DataAccess.Mapping;

namespace DataAccess.Shared;

/// <summary>Finds the rows of a batch that a server's error message is about, by the key that the message shows.</summary>
internal static class ShownKey
{
    /// <summary>The rows that have the key, in order; none if another row may be meant, because a value may be stored or shown differently.</summary>
    /// <typeparam name="T">The row.</typeparam>
    /// <param name="rows">The rows.</param>
    /// <param name="columns">The key's columns, in the message's order.</param>
    /// <param name="shown">Their values as the message shows them, with <paramref name="separator"/> between them.</param>
    /// <param name="mayTrimText">Whether a column of text may drop trailing blanks, as char(n) and varchar(n) do on PostgreSQL.</param>
    /// <param name="separator">What the message has between two values.</param>
    public static IReadOnlyList<int> RowsWith<T>(ReadOnlySpan<T> rows, IReadOnlyList<ColumnMap<T>> columns, string shown, bool mayTrimText, string separator = ", ")
    {
        ArgumentNullException.ThrowIfNull(columns);
        var text = new KeyTextWriter(mayTrimText, separator);
        var found = new List<int>();
        for (var row = 0; row < rows.Length; row++)
        {
            text.Clear();
            for (var i = 0; i < columns.Count; i++)
            {
                columns[i].Write(rows[row], text, i);
            }

            if (!text.IsExact)
            {
                return [];
            }

            if (text.Shows(shown))
            {
                found.Add(row);
            }
        }

        return found;
    }
}
