using System.Globalization;
using System.Text;

namespace DataAccess.Sql;

/// <summary>An array as text, every element quoted: <c>{"a","b",NULL}</c>.</summary>
internal static class ArrayText
{
    public static string Of(Array list)
    {
        var text = new StringBuilder("{");
        foreach (var item in list)
        {
            text.Append(text.Length == 1 ? "" : ",");
            if (item is null)
            {
                text.Append("NULL");
                continue;
            }

            text.Append('"');
            foreach (var character in Convert.ToString(item, CultureInfo.InvariantCulture)!)
            {
                text.Append(character is '"' or '\\' ? "\\" : "").Append(character);
            }

            text.Append('"');
        }

        return text.Append('}').ToString();
    }
}
