using System.Text.RegularExpressions;
using DataAccess.Migrations.Diffing;
using DataAccess.Migrations.Parsing;
using DataAccess.Migrations.Snapshots;

namespace DataAccess.Migrations.Engines.MySql;

/// <summary>The type of a column, taken from its definition.</summary>
/// <param name="Type">Its name and sizes: <c>decimal(8,2)</c>.</param>
/// <param name="Members">The values of an enum or a set, as literals.</param>
/// <param name="IsUnsigned">Whether it has no negative numbers.</param>
/// <param name="CharacterSet">Its character set, which is that of the table if the column has none of its own.</param>
internal sealed partial record MySqlColumnType(TypeName Type, IReadOnlyList<string> Members, bool IsUnsigned, string CharacterSet)
{
    /// <summary>As it is shown.</summary>
    public string Text { get; private init; } = "";

    /// <param name="column">The column.</param>
    /// <param name="table">Its table.</param>
    public static MySqlColumnType Of(SnapshotColumn column, SnapshotObject table)
    {
        var words = new StatementWords(column.Type, MySqlFlavour.Instance, int.MaxValue);
        var (members, at) = (new List<string>(), 1);
        if (words[at] == "(")
        {
            while (words[++at] is not ("" or ")"))
            {
                members.AddRange(words.TokenAt(at).Kind == SqlTokenKind.Text ? [words[at]] : []);
            }

            at++;
        }

        var end = words.TokenAt(Math.Min(at, words.Count) - 1).End;
        var isUnsigned = words.At(at, "unsigned");
        var own = words.At(at, "CHARACTER", "SET") ? words[at + 2] : "";
        var set = own.Length > 0 ? own : CharacterSetOf(table);
        return new MySqlColumnType(members.Count > 0 ? new TypeName(words[0], []) : TypeName.Of(column.Type[..end]), members, isUnsigned, set)
        {
            Text = $"{column.Type[..end]}{(isUnsigned ? " unsigned" : "")}{(own.Length > 0 ? $" character set {own}" : "")}",
        };
    }

    /// <summary>The character set and collation that a table gives to its columns, as its options have them.</summary>
    public static string DefaultsOf(SnapshotObject table) => Defaults().Match(table.Shape).Value;

    private static string CharacterSetOf(SnapshotObject table) => Defaults().Match(table.Shape).Groups["set"].Value;

    [GeneratedRegex(@"DEFAULT CHARSET=(?<set>\w+)( COLLATE=\w+)?", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Defaults();
}
