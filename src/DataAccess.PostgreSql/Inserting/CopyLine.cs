using System.Globalization;

namespace DataAccess.PostgreSql.Inserting;

/// <summary>
/// The line that COPY names in an error's context: <c>COPY readings, line 7, column level: "x"</c>. Triggers put their own lines
/// before it. It is the last line, because nothing called it: a COPY before that is a trigger's, and may be into a table of the same name.
/// </summary>
internal static class CopyLine
{
    /// <param name="context">The error's context.</param>
    /// <param name="table">The table's name, unquoted.</param>
    /// <returns>The row's index, or -1.</returns>
    public static int IndexIn(string? context, string table)
    {
        var start = $"COPY {table}, line ";
        var line = (context ?? "").Split('\n')[^1];
        if (!line.StartsWith(start, StringComparison.Ordinal))
        {
            return -1;
        }

        var digits = line.AsSpan(start.Length);
        var end = digits.IndexOfAnyExceptInRange('0', '9');
        return int.TryParse(end < 0 ? digits : digits[..end], CultureInfo.InvariantCulture, out var number) ? number - 1 : -1;
    }
}
