using System.Runtime.InteropServices;

namespace DataAccess.Migrations.Parsing;

/// <summary>A name as the catalog has it.</summary>
/// <param name="Schema">The schema, or null for the session's own.</param>
/// <param name="Name">The name.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct SchemaName(string? Schema, string Name)
{
    /// <summary>Reads a name that may have a schema in front.</summary>
    /// <param name="words">The statement.</param>
    /// <param name="at">Where it starts; moved past it.</param>
    /// <param name="foldsCase">Whether unquoted names are lower case in the catalog.</param>
    public static SchemaName Read(StatementWords words, ref int at, bool foldsCase)
    {
        var first = Take(words, ref at, foldsCase);
        if (words[at] != "." || words.IsQuoted(at))
        {
            return new SchemaName(null, first);
        }

        at++;
        return new SchemaName(first, Take(words, ref at, foldsCase));
    }

    public override string ToString() => Schema is null ? Name : $"{Schema}.{Name}";

    private static string Take(StatementWords words, ref int at, bool foldsCase)
    {
        var name = foldsCase && !words.IsQuoted(at) ? words[at].ToLowerInvariant() : words[at];
        at++;
        return name;
    }
}
