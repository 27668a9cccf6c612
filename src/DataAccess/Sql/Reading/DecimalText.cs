using System.Data.Common;

namespace DataAccess.Sql.Reading;

/// <summary>
/// The text of a column that a driver reads as a decimal, for drivers that round what has more digits than a decimal. A database's package registers
/// how its driver's readers tell the text.
/// </summary>
public static class DecimalText
{
    private static Func<DbDataReader, int, string?>[] _readers = [];

    /// <summary>Registers a driver's way of telling the text. It is called only for values with as many digits as a decimal has.</summary>
    /// <param name="read">Returns the text of a column of the current row, or null if the reader is another driver's.</param>
    public static void Register(Func<DbDataReader, int, string?> read)
    {
        ArgumentNullException.ThrowIfNull(read);
        _readers = [.. _readers, read];
    }

    /// <summary>The text, or null if the driver does not round.</summary>
    internal static string? Of(DbDataReader reader, int column)
    {
        foreach (var read in _readers)
        {
            if (read(reader, column) is { } text)
            {
                return text;
            }
        }

        return null;
    }
}
