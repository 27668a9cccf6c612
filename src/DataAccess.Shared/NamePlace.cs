namespace DataAccess.Shared;

/// <summary>Finds the name that an error message is about in the statement, for servers that tell the name and not its place.</summary>
internal static class NamePlace
{
    /// <summary>The only place where the name stands, with its qualifiers or without; null if it stands nowhere or in several.</summary>
    /// <param name="sql">The statement.</param>
    /// <param name="name">The name as the message has it.</param>
    public static int? Of(string sql, string name) => OnlyPlaceOf(sql, name) ?? OnlyPlaceOf(sql, name[(name.LastIndexOf('.') + 1)..]);

    private static int? OnlyPlaceOf(string sql, string name)
    {
        int? found = null;
        for (var at = name.Length == 0 ? -1 : Next(0); at >= 0; at = Next(at + 1))
        {
            if (IsPartOfName(sql, at - 1) || IsPartOfName(sql, at + name.Length))
            {
                continue;
            }

            if (found is not null)
            {
                return null;
            }

            found = at;
        }

        return found;

        int Next(int from) => sql.IndexOf(name, from, StringComparison.OrdinalIgnoreCase);
    }

    private static bool IsPartOfName(string sql, int at) => at >= 0 && at < sql.Length && (char.IsLetterOrDigit(sql[at]) || sql[at] is '_' or '$');
}
