using System.Text;

namespace DataAccess.Migrations.Files.Formats;

/// <summary>Play ends a statement at each semicolon, also in a string, so that its files have two for one that is meant.</summary>
internal static class DoubledSemicolons
{
    /// <summary>
    /// Makes each pair one. A blank takes the place of the other, so that what follows stays where it is in the file; for one in quotes it comes
    /// after the quote, as it would be part of the value.
    /// </summary>
    public static string Undo(string text)
    {
        var undone = new StringBuilder(text.Length);
        var owed = 0;
        var end = '\0';
        for (var i = 0; i < text.Length; i++)
        {
            var (c, next) = (text[i], i + 1 < text.Length ? text[i + 1] : '\0');
            undone.Append(c);
            if (c == ';' && next == ';')
            {
                owed++;
                i++;
            }
            else if (end == '\0')
            {
                // A comment may hold a quote that is none.
                end = c is '\'' or '"' or '`' ? c : c == '-' && next == '-' ? '\n' : end;
            }
            else if (c == end && c == next && c != '\n')
            {
                undone.Append(c);
                i++;
            }
            else if (c == end)
            {
                end = '\0';
            }

            if (end is '\0' or '\n')
            {
                undone.Append(' ', owed);
                owed = 0;
            }
        }

        return undone.Append(' ', owed).ToString();
    }
}
