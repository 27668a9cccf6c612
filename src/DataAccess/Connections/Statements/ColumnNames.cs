using System.Data.Common;

namespace DataAccess.Connections.Statements;

/// <summary>The names of a result's columns.</summary>
internal static class ColumnNames
{
    public static string[] Of(DbDataReader reader)
    {
        var names = new string[reader.FieldCount];
        for (var i = 0; i < names.Length; i++)
        {
            names[i] = reader.GetName(i);
        }

        return names;
    }

    public static bool Are(DbDataReader reader, string[] names)
    {
        if (reader.FieldCount != names.Length)
        {
            return false;
        }

        try
        {
            for (var i = 0; i < names.Length; i++)
            {
                if (!string.Equals(reader.GetName(i), names[i], StringComparison.Ordinal))
                {
                    return false;
                }
            }
        }
        catch (Exception exception) when (exception is ArgumentOutOfRangeException or IndexOutOfRangeException or InvalidOperationException)
        {
            // The driver looks for the names in what has been overwritten.
            return false;
        }

        return true;
    }
}
