using System.Data.Common;

namespace DataAccess.Sql.Reading;

/// <summary>Text that is read as a date: it begins with the year, so that it means the same everywhere and compares as what it is.</summary>
internal static class DateText
{
    private const int ShortestDate = 8;

    /// <exception cref="FormatException">The column is text of another form, such as a time without a date.</exception>
    public static void Check(DbDataReader reader, int column)
    {
        if (reader.GetFieldType(column) == typeof(string) && !IsDate(reader.GetString(column)))
        {
            throw new FormatException("The text is not a date that begins with its year, such as 2026-01-31.");
        }
    }

    private static bool IsDate(string text) => text.Length >= ShortestDate && text[4] is '-' && char.IsAsciiDigit(text[0]) && char.IsAsciiDigit(text[3]);
}
